package io.tradewind.client;

/**
 * Which refused messages are retried at once; null does not narrow.
 *
 * @param reason 1 to 200 characters
 */
public record Redrive(String topic, String key, String reason) {}
