package io.tradewind.orders.entity;

import io.tradewind.values.Money;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The lines as the customer sent them; a SKU may occur more than once. */
public record OrderLines(List<OrderLine> lines) {

  public OrderLines {
    lines = List.copyOf(lines);
    if (lines.isEmpty()) {
      throw new IllegalArgumentException("an order has at least one line");
    }
  }

  /**
   * @throws IllegalArgumentException when the lines do not share a currency
   * @throws ArithmeticException when the total exceeds a long
   */
  public Money total() {
    return lines.stream().map(OrderLine::sum).reduce(Money::plus).orElseThrow();
  }

  /** Units by SKU, repeated lines added up: stock is reserved per product, not per line. */
  public Map<String, Integer> units() {
    Map<String, Integer> units = new LinkedHashMap<>();
    lines.forEach(line -> units.merge(line.sku(), line.quantity(), Math::addExact));
    return units;
  }
}
