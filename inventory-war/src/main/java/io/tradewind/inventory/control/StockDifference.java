package io.tradewind.inventory.control;

/**
 * One product's stock, and what it should be.
 *
 * @param version the number of the last movement, as the stock has it
 * @param countedOnHand units by the movements
 * @param countedReserved units by the movements
 * @param heldByOrders units in reservations that are held or committed
 * @param movements how many there are
 * @param lastMovement the number of the last one; if it exceeds their count, some are missing
 */
public record StockDifference(
    String sku,
    long onHand,
    long reserved,
    long version,
    long countedOnHand,
    long countedReserved,
    long heldByOrders,
    long movements,
    long lastMovement) {

  public boolean addsUp() {
    return onHand == countedOnHand
        && reserved == countedReserved
        && version == movements
        && historyIsSound();
  }

  /** Whether reservations and movements agree: then they determine the right stock. */
  public boolean historyIsSound() {
    return countedReserved == heldByOrders
        && movements == lastMovement
        && countedReserved >= 0
        && countedReserved <= countedOnHand;
  }
}
