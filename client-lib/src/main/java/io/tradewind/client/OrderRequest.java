package io.tradewind.client;

import java.util.List;

/**
 * A customer's request for an order.
 *
 * @param lines 1 to 100
 */
public record OrderRequest(List<Line> lines, String paymentMethod) {

  /**
   * Units of one product.
   *
   * @param quantity 1 to 1000 units
   */
  public record Line(String sku, int quantity) {}
}
