package io.tradewind.client;

/**
 * A product as sent by staff.
 *
 * @param price of one unit
 */
public record ProductDetails(String name, Money price) {}
