package io.tradewind.contracts.orders;

/**
 * Units of one product as they were ordered.
 *
 * @param name the product's
 * @param amount the price of one unit in minor units of the order's currency
 */
public record OrderedLine(String sku, String name, int quantity, long amount) {}
