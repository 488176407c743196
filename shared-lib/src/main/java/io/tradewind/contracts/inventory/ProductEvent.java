package io.tradewind.contracts.inventory;

import io.tradewind.contracts.Message;

/** A change of a product, on topic {@code product-events}, keyed by SKU. */
public sealed interface ProductEvent extends Message permits ProductChanged {

  String sku();

  @Override
  default String key() {
    return sku();
  }
}
