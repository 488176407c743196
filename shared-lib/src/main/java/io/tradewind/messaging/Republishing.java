package io.tradewind.messaging;

import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A request to send messages once more, while it is under way.
 *
 * @param since everything that was sent at that instant or later
 * @param topic only what goes there, or null for all
 * @param expected how many messages it was expected to be, about
 * @param takenUp how many of them have been put in line so far
 * @param reached everything that was sent before that instant has been put in line; null when it
 *     has not begun
 * @param queued requests that wait behind it
 */
public record Republishing(
    Instant since,
    @Schema(nullable = true) String topic,
    Instant requestedAt,
    long expected,
    long takenUp,
    @Schema(nullable = true) Instant reached,
    int queued) {}
