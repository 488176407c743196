package io.tradewind.client;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;

/**
 * A user's notification.
 *
 * @param id the id by which it is marked as read; null in a frame of the stream
 * @param seq counts from 1 per user, without gaps
 * @param read whether its owner has marked it as read; always false in a frame
 */
public record Notification(
    UUID id, long seq, String type, Map<String, Object> data, Instant at, boolean read) {}
