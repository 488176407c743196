package io.tradewind.messaging;

import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;

/**
 * A message as it lies in the outbox: all that its record will need, and nothing to look up.
 *
 * @param day the partition it lies in, or null before it was written
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

  /** The same row as a part of another span. */
  OutboxRow within(String newTraceparent) {
    return new OutboxRow(
        id, day, position, version, topic, key, type, time, newTraceparent, payload);
  }

  /** What keeps its order: the rows of one key on one topic. */
  String lane() {
    return topic + '\n' + key;
  }
}
