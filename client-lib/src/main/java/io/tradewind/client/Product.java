package io.tradewind.client;

/**
 * A product.
 *
 * @param available units that can be had now
 */
public record Product(String sku, String name, Money price, long available) {}
