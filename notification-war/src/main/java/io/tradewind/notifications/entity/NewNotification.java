package io.tradewind.notifications.entity;

import java.time.Instant;
import java.util.UUID;

/**
 * A notification for a user, not numbered yet.
 *
 * @param id of its event
 * @param data a JSON object of ids, amounts and stable words
 * @param at when the event happened
 * @param traceparent W3C trace context of the event, or null
 */
public record NewNotification(
    UUID id, UUID userId, String type, String data, Instant at, String traceparent) {

  public Notification numbered(long seq) {
    return new Notification(id, userId, seq, type, data, at, false, traceparent);
  }
}
