package io.tradewind.messaging;

import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;

/**
 * A message in the outbox, with all that its record needs.
 *
 * @param day its partition, or null before it was written
 * @param position its place in the order of its key, drawn by the database
 * @param version the transaction that wrote the row as it was read ({@code xmin}), or null before
 */
public record OutboxRow(
    UUID id,
    LocalDate day,
    long position,
    String version,
    String topic,
    String key,
    String type,
    Instant time,
    String traceparent,
    String payload) {

  /** The same row within another span. */
  OutboxRow within(String newTraceparent) {
    return new OutboxRow(
        id, day, position, version, topic, key, type, time, newTraceparent, payload);
  }

  /** The unit of order: the rows of one key on one topic. */
  String orderingKey() {
    return topic + '\n' + key;
  }
}
