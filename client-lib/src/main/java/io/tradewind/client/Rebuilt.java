package io.tradewind.client;

/**
 * @param rebuilt how many events were applied again
 * @param left how many are still on the list; some need their orders to progress first
 */
public record Rebuilt(int rebuilt, long left) {}
