package io.tradewind.inventory.boundary;

import io.tradewind.inventory.entity.Stock;

/** Units of a product: on hand, reserved by orders, available. */
public record StockLevel(String sku, long onHand, long reserved, long available) {

  static StockLevel of(Stock stock) {
    return new StockLevel(stock.sku(), stock.onHand(), stock.reserved(), stock.available());
  }
}
