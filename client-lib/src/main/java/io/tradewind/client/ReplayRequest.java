package io.tradewind.client;

/**
 * Which parked messages to replay: those of a key, or all with a cause.
 *
 * @param key may be null
 * @param cause a part of the cause's text; may be null when there is a key
 * @param reason 1 to 200 characters
 */
public record ReplayRequest(String channel, String key, String cause, String reason) {}
