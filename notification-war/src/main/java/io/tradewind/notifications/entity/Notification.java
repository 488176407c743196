package io.tradewind.notifications.entity;

import java.time.Instant;
import java.util.UUID;

/**
 * What a user was told.
 *
 * @param id of the event that is told
 * @param seq counts from 1 for each user, without holes, in the order of commits
 * @param data a JSON object of ids, amounts and stable words
 * @param traceparent W3C trace context of who tells, which is not stored; null for none
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
