package io.tradewind.client;

import java.time.Instant;
import java.util.UUID;

/**
 * A message that waits for an operator, or behind one that does.
 *
 * @param position its place in the list of parked messages
 * @param key the key that waits with it, or null when it waits alone
 * @param cause why it could not be handled; null when it only came later on the same key
 */
public record ParkedMessage(
    long position,
    UUID id,
    String channel,
    String messageId,
    String key,
    String type,
    String cause,
    int attempts,
    Instant parkedAt,
    Instant replayRequestedAt) {}
