package io.tradewind.client;

/**
 * A product.
 *
 * @param available units that can be ordered now
 */
public record Product(String sku, String name, Money price, long available) {}
