package io.tradewind.inventory.boundary;

import io.tradewind.inventory.control.ProductWithStock;
import io.tradewind.values.Money;

/** A product and how many of its units are available. */
public record ProductView(String sku, String name, Money price, long available) {

  static ProductView of(ProductWithStock shelved) {
    return new ProductView(
        shelved.product().sku(),
        shelved.product().name(),
        shelved.product().price(),
        shelved.stock().available());
  }
}
