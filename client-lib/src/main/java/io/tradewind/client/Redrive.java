package io.tradewind.client;

/**
 * Selects the refused messages that are retried at once; null does not filter.
 *
 * @param reason 1 to 200 characters
 */
public record Redrive(String topic, String key, String reason) {}
