package io.tradewind.messaging;

import java.time.Instant;
import java.time.LocalDate;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * The backlog of an outbox.
 *
 * @param unsent messages that the broker has not acknowledged; approximate when estimated
 * @param held those among them that the broker refused
 * @param heldKeys keys that wait behind a refused message
 * @param oldestUnsent when the oldest unsent message was written, or null
 * @param keptSince the first day whose messages can still be sent again, or null
 * @param estimated whether there are too many unsent messages to count them
 * @param republishing the request to send messages once more that is under way, or null
 */
public record OutboxState(
    long unsent,
    long held,
    long heldKeys,
    @Schema(nullable = true) Instant oldestUnsent,
    @Schema(nullable = true) LocalDate keptSince,
    boolean estimated,
    @Schema(nullable = true) RepublishProgress republishing) {}
