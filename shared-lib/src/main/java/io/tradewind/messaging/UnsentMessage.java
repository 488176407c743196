package io.tradewind.messaging;

import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A message that the broker has not acknowledged.
 *
 * @param position its place in the outbox
 * @param writtenAt when its transaction wrote it
 * @param heldAt when the broker refused it and its key began to wait; null while it only waits
 * @param failure the broker's error, or null
 */
public record UnsentMessage(
    long position,
    UUID id,
    String topic,
    @Schema(nullable = true) String key,
    String type,
    Instant writtenAt,
    @Schema(nullable = true) Instant heldAt,
    @Schema(nullable = true) String failure) {}
