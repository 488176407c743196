package io.tradewind.inventory.boundary;

import io.tradewind.inventory.entity.StockMovement;
import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * One change of stock.
 *
 * @param seq counts from 1 per SKU without gaps
 * @param type ADJUSTMENT, RESERVE, RELEASE, SHIP or RESTOCK
 * @param units signed for an adjustment, positive otherwise
 * @param onHand units on hand after it
 * @param reserved units reserved by orders after it
 * @param orderId null for an adjustment
 * @param actor who adjusted, or null
 * @param reason of an adjustment, or null
 */
public record MovementView(
    long seq,
    String type,
    long units,
    long onHand,
    long reserved,
    @Schema(nullable = true) UUID orderId,
    @Schema(nullable = true) UUID actor,
    @Schema(nullable = true) String reason,
    Instant at) {

  static MovementView of(StockMovement movement) {
    return new MovementView(
        movement.seq(),
        movement.type().name(),
        movement.units(),
        movement.onHand(),
        movement.reserved(),
        movement.orderId(),
        movement.actor(),
        movement.reason(),
        movement.at());
  }
}
