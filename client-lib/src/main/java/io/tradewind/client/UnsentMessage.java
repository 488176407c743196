package io.tradewind.client;

import java.time.Instant;
import java.util.UUID;

/**
 * A message that the broker has not acknowledged.
 *
 * @param heldAt when the broker refused it; null while it only waits
 * @param failure the broker's error, or null
 */
public record UnsentMessage(
    long position,
    UUID id,
    String topic,
    String key,
    String type,
    Instant writtenAt,
    Instant heldAt,
    String failure) {}
