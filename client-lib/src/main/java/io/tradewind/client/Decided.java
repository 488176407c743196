package io.tradewind.client;

/**
 * The result of a decision.
 *
 * @param differences how many were decided
 */
public record Decided(int differences) {}
