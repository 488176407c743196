package io.tradewind.contracts.inventory;

/**
 * A full snapshot of a product; an older version never replaces a newer one.
 *
 * @param amount price of one unit in minor units
 * @param version grows with every change of the product
 */
public record ProductChanged(String sku, String name, long amount, String currency, long version)
    implements ProductEvent {}
