package io.tradewind.client;

/**
 * @param messages how many will be sent
 */
public record Sending(int messages) {}
