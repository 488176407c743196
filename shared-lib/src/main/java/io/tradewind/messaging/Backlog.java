package io.tradewind.messaging;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What is unsent, looked at as a whole once a second. In between, reading starts where the look
 * before the last one began, which passes over what was sent and is not swept up yet. A transaction
 * that drew its position earlier and commits later than that is found by the next look.
 */
final class Backlog {

  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);

  private volatile Instant oldest;
  private volatile long held;
  private long floor;
  private long nextFloor;
  private Instant nextLook = Instant.EPOCH;

  void lookWhenDue(Connection connection) throws SQLException {
    if (Instant.now().isBefore(nextLook)) {
      return;
    }
    nextLook = Instant.now().plus(BETWEEN_LOOKS);
    Optional<OutboxTable.Oldest> found = OutboxTable.oldestUnsent(connection);
    oldest = found.map(OutboxTable.Oldest::time).orElse(null);
    long lowest = found.map(OutboxTable.Oldest::position).orElse(nextFloor);
    floor = Math.min(nextFloor, lowest);
    nextFloor = lowest;
    held = OutboxTable.held(connection);
  }

  /** No unsent row of a finished transaction lies below this position. */
  long floor() {
    return floor;
  }

  /** Age of the oldest unsent message of any shard, in seconds; 0 when there is none. */
  double oldestAgeSeconds() {
    Instant waiting = oldest;
    return waiting == null ? 0 : Duration.between(waiting, Instant.now()).toMillis() / 1_000.0;
  }

  /** Rows that the broker refused. */
  long held() {
    return held;
  }
}
