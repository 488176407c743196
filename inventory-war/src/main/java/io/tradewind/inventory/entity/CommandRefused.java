package io.tradewind.inventory.entity;

import io.tradewind.values.PermanentFailure;
import java.util.UUID;

/** The order's reservation does not allow this command; its sender has a bug. */
public class CommandRefused extends RuntimeException implements PermanentFailure {

  CommandRefused(UUID orderId, String command, ReservationStatus status) {
    super(command + " is refused: the reservation of order " + orderId + " is " + status);
  }

  private CommandRefused(String message) {
    super(message);
  }

  /** The order is confirmed, and fewer units are available than it needs: count the shelf. */
  static CommandRefused unitsMissing(UUID orderId, String command, ReservationStatus status) {
    return new CommandRefused(
        "%s is refused: units of the confirmed order %s are missing, its reservation is %s"
            .formatted(command, orderId, status));
  }
}
