package io.tradewind.client;

/**
 * One product's stock beside what it should be.
 *
 * @param counted by the movements
 * @param heldByOrders units in reservations that are held or committed
 * @param repairable whether movements and reservations agree, so that they say what is right
 */
public record StockDifference(
    String sku, Figures stock, Figures counted, long heldByOrders, boolean repairable) {

  /** Units. */
  public record Figures(long onHand, long reserved, long available) {}
}
