package io.tradewind.client;

import java.time.Instant;
import java.util.Map;

/**
 * What a user is told.
 *
 * @param seq counts from 1 per user, without holes
 */
public record Notification(long seq, String type, Map<String, Object> data, Instant at) {}
