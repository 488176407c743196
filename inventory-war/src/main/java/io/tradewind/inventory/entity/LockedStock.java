package io.tradewind.inventory.entity;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/**
 * The locked stock for one batch of orders. Two hundred buyers of one product are decided here in
 * memory, one after the other, and its row is written once.
 */
public final class LockedStock {

  private final Map<String, Stock> stocks = new TreeMap<>();
  private final List<StockMovement> movements = new ArrayList<>();
  private final Instant at;

  /**
   * @param locked every SKU that the batch may touch and that exists
   * @param at the time of all its movements
   */
  public LockedStock(Collection<Stock> locked, Instant at) {
    locked.forEach(stock -> stocks.put(stock.sku(), stock));
    this.at = at;
  }

  public Instant at() {
    return at;
  }

  /** The movements, in order. */
  public List<StockMovement> movements() {
    return List.copyOf(movements);
  }

  /** The stock with movements. */
  public List<Stock> moved() {
    return movements.stream().map(StockMovement::sku).distinct().map(stocks::get).toList();
  }

  /** The first line that exceeds the stock, or empty when there is none. */
  Optional<Shortfall> shortfall(UnitsBySku wanted) {
    for (Map.Entry<String, Long> line : wanted.units().entrySet()) {
      Stock stock = stocks.get(line.getKey());
      if (stock == null) {
        return Optional.of(Shortfall.unknownSku(line.getKey()));
      }
      if (stock.available() < line.getValue()) {
        return Optional.of(Shortfall.insufficientStock(line.getKey()));
      }
    }
    return Optional.empty();
  }

  void reserve(UnitsBySku lines, UUID orderId) {
    lines.units().forEach((sku, units) -> movements.add(of(sku).reserve(units, orderId, at)));
  }

  void release(UnitsBySku lines, UUID orderId) {
    lines.units().forEach((sku, units) -> movements.add(of(sku).release(units, orderId, at)));
  }

  void ship(UnitsBySku lines, UUID orderId) {
    lines.units().forEach((sku, units) -> movements.add(of(sku).ship(units, orderId, at)));
  }

  void restock(UnitsBySku lines, UUID orderId) {
    lines.units().forEach((sku, units) -> movements.add(of(sku).restock(units, orderId, at)));
  }

  private Stock of(String sku) {
    Stock stock = stocks.get(sku);
    if (stock == null) {
      throw new IllegalStateException(sku + " was not locked for this batch");
    }
    return stock;
  }
}
