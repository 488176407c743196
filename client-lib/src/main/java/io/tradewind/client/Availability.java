package io.tradewind.client;

import java.util.List;

/** How many units can be had; a SKU that does not exist is left out. */
public record Availability(List<Item> items) {

  /** One product. */
  public record Item(String sku, long available) {}
}
