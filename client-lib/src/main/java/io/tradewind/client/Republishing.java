package io.tradewind.client;

import java.time.Instant;

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
public record Republishing(
    Instant since,
    String topic,
    Instant requestedAt,
    long expected,
    long takenUp,
    Instant reached,
    int queued) {}
