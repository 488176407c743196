package io.tradewind.inventory.control;

import io.tradewind.inventory.entity.LockedStock;
import io.tradewind.inventory.entity.Reservation;
import io.tradewind.inventory.entity.Stock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;

/** Batches without a database. */
final class Batches {

  static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");

  private Batches() {}

  static StockDecisions on(Collection<Reservation> locked, Collection<Stock> shelves) {
    return new StockDecisions(locked, new LockedStock(shelves, NOW), Duration.ofMinutes(15));
  }

  static Stock aShelfWith(String sku, long units) {
    Stock stock = new Stock(sku);
    if (units > 0) {
      stock.adjust(units, "first stock", null, NOW);
    }
    return stock;
  }
}
