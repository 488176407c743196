package io.tradewind.client;

import java.time.Instant;

/**
 * A request to send messages again.
 *
 * @param since messages that were sent at that instant or later
 * @param topic only messages of this topic, or null for all
 * @param reason 1 to 200 characters
 */
public record Republication(Instant since, String topic, String reason) {}
