package io.tradewind.orders.entity;

import io.tradewind.values.Money;

/**
 * Units of one product at the price when they were ordered.
 *
 * @param quantity 1 to 1000 units
 */
public record OrderLine(String sku, String name, int quantity, Money unitPrice) {

  /**
   * @throws ArithmeticException when the sum exceeds a long
   */
  Money sum() {
    return unitPrice.times(quantity);
  }
}
