package io.tradewind.inventory.entity;

/** Fewer units are available than the change would take. */
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
