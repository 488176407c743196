package io.tradewind.inventory.boundary;

import io.tradewind.inventory.control.StockDifference;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * One product's stock and what it should be.
 *
 * @param counted by the movements
 * @param heldByOrders units in reservations that are held or committed
 * @param repairable whether reservations and movements agree, so that the right stock is known
 */
record StockDifferenceView(
    String sku, Figures stock, Figures counted, long heldByOrders, boolean repairable) {

  /** Units. */
  @Schema(name = "StockFigures")
  record Figures(long onHand, long reserved, long available) {

    static Figures of(long onHand, long reserved) {
      return new Figures(onHand, reserved, onHand - reserved);
    }
  }

  static StockDifferenceView of(StockDifference difference) {
    return new StockDifferenceView(
        difference.sku(),
        Figures.of(difference.onHand(), difference.reserved()),
        Figures.of(difference.countedOnHand(), difference.countedReserved()),
        difference.heldByOrders(),
        difference.historyIsSound());
  }
}
