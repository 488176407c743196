package io.tradewind.messaging;

import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A message that waits for an operator, or behind one that does.
 *
 * @param position its place in the list of parked messages
 * @param messageId its CloudEvents id, or its place at the broker when it has none
 * @param key the key that waits with it, or null when it waits alone
 * @param cause why it could not be handled; null when it only came later on the same key
 * @param attempts how often handling it has failed
 */
public record ParkedMessage(
    long position,
    UUID id,
    String channel,
    String messageId,
    @Schema(nullable = true) String key,
    @Schema(nullable = true) String type,
    @Schema(nullable = true) String cause,
    int attempts,
    Instant parkedAt,
    @Schema(nullable = true) Instant replayRequestedAt) {}
