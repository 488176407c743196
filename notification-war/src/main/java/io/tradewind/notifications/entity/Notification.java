package io.tradewind.notifications.entity;

import java.time.Instant;
import java.util.UUID;

/**
 * A user's notification.
 *
 * @param id of its event
 * @param seq counts from 1 for each user, without gaps, in the order of commits
 * @param data a JSON object of ids, amounts and stable words
 * @param traceparent W3C trace context of the event, which is not stored; null for none
 */
public record Notification(
    UUID id,
    UUID userId,
    long seq,
    String type,
    String data,
    Instant at,
    boolean read,
    String traceparent) {}
