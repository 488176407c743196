package io.tradewind.inventory.boundary;

import io.tradewind.inventory.entity.Reservation;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * What an order has reserved, for operators.
 *
 * @param lines SKU to units
 * @param deadline when it counts as overdue; null once it is decided
 */
public record ReservationView(
    UUID orderId,
    String status,
    Map<String, Long> lines,
    @Schema(nullable = true) Instant deadline,
    Instant createdAt,
    Instant changedAt) {

  static ReservationView of(Reservation reservation) {
    return new ReservationView(
        reservation.orderId(),
        reservation.status().name(),
        reservation.lines().units(),
        reservation.deadline().orElse(null),
        reservation.createdAt(),
        reservation.changedAt());
  }
}
