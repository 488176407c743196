package io.tradewind.client;

/**
 * @param messages how many will be sent
 * @param estimated whether they were too many to be counted: then they are about that many
 */
public record Sending(int messages, boolean estimated) {}
