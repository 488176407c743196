package io.tradewind.inventory.entity;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * An order's lines: SKU to units, at least 1 each. Repeated lines are added up, so that an order
 * cannot pass a check line by line that it fails in sum.
 */
public record UnitsBySku(SortedMap<String, Long> units) {

  public static final UnitsBySku NONE = new UnitsBySku(Collections.emptySortedMap());

  public UnitsBySku {
    units = Collections.unmodifiableSortedMap(new TreeMap<>(units));
  }

  /**
   * @throws IllegalArgumentException when there is no SKU or no unit
   * @throws ArithmeticException when the sum exceeds a long
   */
  public UnitsBySku plus(String sku, long quantity) {
    if (sku == null || quantity < 1) {
      throw new IllegalArgumentException("a line is a SKU and at least one unit");
    }
    SortedMap<String, Long> sum = new TreeMap<>(units);
    sum.merge(sku, quantity, Math::addExact);
    return new UnitsBySku(sum);
  }
}
