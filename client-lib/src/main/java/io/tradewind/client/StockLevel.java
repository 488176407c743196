package io.tradewind.client;

/** Units of a product: what is there, what orders hold, what is left. */
public record StockLevel(String sku, long onHand, long reserved, long available) {}
