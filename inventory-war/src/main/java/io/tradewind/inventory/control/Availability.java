package io.tradewind.inventory.control;

import io.tradewind.inventory.entity.Stock;

/**
 * The available units of a SKU.
 *
 * @param version of the stock row; the figure with the higher version is newer
 */
public record Availability(String sku, long available, long version) {

  static Availability of(Stock stock) {
    return new Availability(stock.sku(), stock.available(), stock.version());
  }

  static Availability newer(Availability one, Availability other) {
    return one.version >= other.version ? one : other;
  }
}
