package io.tradewind.messaging;

import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A request to send messages once more, while it is under way.
 *
 * @param since everything sent at that instant or later
 * @param topic only messages of this topic, or null for all
 * @param expected how many messages were expected, approximately
 * @param takenUp how many of them have been queued so far
 * @param reached everything sent before that instant has been queued; null when it has not begun
 * @param queued requests that wait behind it
 */
@Schema(name = "OutboxRepublishing")
public record RepublishProgress(
    Instant since,
    @Schema(nullable = true) String topic,
    Instant requestedAt,
    long expected,
    long takenUp,
    @Schema(nullable = true) Instant reached,
    int queued) {}
