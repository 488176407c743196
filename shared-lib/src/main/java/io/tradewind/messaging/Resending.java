package io.tradewind.messaging;

/**
 * What a request to send messages once more is about to do.
 *
 * @param messages how many will be sent
 * @param estimated true when they were too many to be counted: then they are about that many
 */
public record Resending(int messages, boolean estimated) {}
