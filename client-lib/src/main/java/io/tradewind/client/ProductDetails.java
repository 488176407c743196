package io.tradewind.client;

/**
 * A product as staff want it.
 *
 * @param price of one unit
 */
public record ProductDetails(String name, Money price) {}
