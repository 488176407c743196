package io.tradewind.client;

/**
 * Units that came or went other than by an order.
 *
 * @param delta units, not 0, at most a million in either direction
 * @param reason 1 to 200 characters
 */
public record StockChange(long delta, String reason) {}
