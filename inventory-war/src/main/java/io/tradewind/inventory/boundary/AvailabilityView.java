package io.tradewind.inventory.boundary;

import java.util.List;

/** How many units can be had; a SKU that does not exist is left out. */
public record AvailabilityView(List<Item> items) {

  /** One product. */
  public record Item(String sku, long available) {}
}
