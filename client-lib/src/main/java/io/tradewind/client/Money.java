package io.tradewind.client;

/**
 * An amount in minor units.
 *
 * @param amount minor units, such as cents
 * @param currency ISO 4217, such as EUR
 */
public record Money(long amount, String currency) {}
