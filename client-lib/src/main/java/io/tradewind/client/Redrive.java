package io.tradewind.client;

/**
 * Which messages that the broker refused are tried at once; null does not narrow.
 *
 * @param reason 1 to 200 characters
 */
public record Redrive(String topic, String key, String reason) {}
