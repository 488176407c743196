package io.tradewind.client;

/**
 * @param rebuilt how many events were done again
 * @param left how many are still on the list; some can be done when their orders have come further
 */
public record Rebuilt(int rebuilt, long left) {}
