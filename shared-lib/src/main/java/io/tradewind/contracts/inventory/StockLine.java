package io.tradewind.contracts.inventory;

/**
 * Units of one product.
 *
 * @param quantity units, at least 1
 */
public record StockLine(String sku, int quantity) {}
