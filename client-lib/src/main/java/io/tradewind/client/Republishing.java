package io.tradewind.client;

import java.time.Instant;

/**
 * A request to send messages again, while it is under way.
 *
 * @param since messages that were sent at that instant or later
 * @param topic only messages of this topic, or null for all
 * @param expected how many messages were expected, approximately
 * @param takenUp how many of them have been queued so far
 * @param reached all messages sent before that instant have been queued; null when it has not begun
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
