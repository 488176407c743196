package io.tradewind.client;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;

/**
 * What a user is told.
 *
 * @param id names it where it is marked as read; null in a frame of the stream
 * @param seq counts from 1 per user, without holes
 * @param read whether its owner has marked it; always false in a frame
 */
public record Notification(
    UUID id, long seq, String type, Map<String, Object> data, Instant at, boolean read) {}
