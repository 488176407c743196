package io.tradewind.client;

/** Units of a product: on hand, reserved by orders, available. */
public record StockLevel(String sku, long onHand, long reserved, long available) {}
