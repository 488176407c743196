package io.tradewind.client;

/**
 * @param messages how many will be sent
 * @param estimated whether they were too many to be counted: then the number is approximate
 */
public record Sending(int messages, boolean estimated) {}
