package io.tradewind.inventory.entity;

import io.tradewind.values.PermanentFailure;
import java.util.UUID;

/** The order's reservation does not allow this command; its sender has a bug. */
public class CommandRefused extends RuntimeException implements PermanentFailure {

  CommandRefused(UUID orderId, String command, ReservationStatus status) {
    super(command + " is refused: the reservation of order " + orderId + " is " + status);
  }
}
