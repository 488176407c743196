package io.tradewind.client;

import java.util.List;

/** How many units are available; unknown SKUs are omitted. */
public record Availability(List<Item> items) {

  /** One product. */
  public record Item(String sku, long available) {}
}
