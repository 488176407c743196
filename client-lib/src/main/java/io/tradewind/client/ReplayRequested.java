package io.tradewind.client;

/**
 * @param messages how many will be handled, in order
 */
public record ReplayRequested(int messages) {}
