package io.tradewind.inventory.boundary;

import io.tradewind.inventory.control.Recount;

/**
 * One product's stock beside what it should be.
 *
 * @param counted by the movements
 * @param heldByOrders units in reservations that are held or committed
 * @param repairable whether reservations and movements agree, so that they say what is right
 */
record RecountView(
    String sku, Figures stock, Figures counted, long heldByOrders, boolean repairable) {

  /** Units. */
  record Figures(long onHand, long reserved, long available) {

    static Figures of(long onHand, long reserved) {
      return new Figures(onHand, reserved, onHand - reserved);
    }
  }

  static RecountView of(Recount recount) {
    return new RecountView(
        recount.sku(),
        Figures.of(recount.onHand(), recount.reserved()),
        Figures.of(recount.countedOnHand(), recount.countedReserved()),
        recount.heldByOrders(),
        recount.historyIsSound());
  }
}
