package io.tradewind.inventory.entity;

/**
 * Why an order got nothing.
 *
 * @param reason a stable word that goes to the saga
 * @param sku the first product that was short, or null when no product was
 */
public record Shortfall(String reason, String sku) {

  static Shortfall insufficientStock(String sku) {
    return new Shortfall("insufficient-stock", sku);
  }

  static Shortfall unknownSku(String sku) {
    return new Shortfall("unknown-sku", sku);
  }

  static Shortfall alreadyReleased() {
    return new Shortfall("already-released", null);
  }
}
