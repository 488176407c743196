package io.tradewind.notifications.entity;

import java.time.Instant;
import java.util.UUID;

/**
 * Something that a user is to be told, not yet numbered.
 *
 * @param id of the event that is told
 * @param data a JSON object of ids, amounts and stable words
 * @param at when the event happened
 */
public record News(UUID id, UUID userId, String type, String data, Instant at) {

  public Notification numbered(long seq) {
    return new Notification(id, userId, seq, type, data, at, false);
  }
}
