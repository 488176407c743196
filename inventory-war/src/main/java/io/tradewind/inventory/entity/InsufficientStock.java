package io.tradewind.inventory.entity;

/** The change would take more units than are available. */
public class InsufficientStock extends RuntimeException {

  private final long available;

  InsufficientStock(String sku, long available) {
    super(available + " units of " + sku + " are available");
    this.available = available;
  }

  public long available() {
    return available;
  }
}
