package io.tradewind.client;

/**
 * One product's stock and what it should be.
 *
 * @param counted by the movements
 * @param heldByOrders units in reservations that are held or committed
 * @param repairable whether movements and reservations agree, so that the right stock is known
 */
public record StockDifference(
    String sku, Figures stock, Figures counted, long heldByOrders, boolean repairable) {

  /** Units. */
  public record Figures(long onHand, long reserved, long available) {}
}
