package io.tradewind.messaging;

/**
 * The expected size of a request to send messages once more.
 *
 * @param messages how many will be sent
 * @param estimated true when they were too many to be counted: then the number is approximate
 */
public record RepublishEstimate(int messages, boolean estimated) {}
