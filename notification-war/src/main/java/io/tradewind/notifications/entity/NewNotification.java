package io.tradewind.notifications.entity;

import java.time.Instant;
import java.util.UUID;

/**
 * Something that a user is to be told, not yet numbered.
 *
 * @param id of the event that is told
 * @param data a JSON object of ids, amounts and stable words
 * @param at when the event happened
 * @param traceparent W3C trace context of who tells, or null
 */
public record NewNotification(
    UUID id, UUID userId, String type, String data, Instant at, String traceparent) {

  public Notification numbered(long seq) {
    return new Notification(id, userId, seq, type, data, at, false, traceparent);
  }
}
