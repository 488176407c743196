package io.tradewind.messaging;

import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A message that the broker has not acknowledged.
 *
 * @param position its place in the outbox
 * @param writtenAt when the transaction that decided it wrote it
 * @param heldAt when the broker refused it; its key waits since then; null while it is merely
 *     waiting
 * @param failure what the broker said, or null
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
