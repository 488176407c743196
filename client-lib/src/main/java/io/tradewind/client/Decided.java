package io.tradewind.client;

/**
 * What was decided.
 *
 * @param differences of how many
 */
public record Decided(int differences) {}
