package io.tradewind.messaging;

import io.tradewind.scheduling.Interval;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;

/** The unsent rows of all shards, queried once a second. */
final class Backlog {

  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);

  private final Interval looking = new Interval(BETWEEN_LOOKS);
  private volatile Instant oldest;
  private volatile long refused;
  private boolean anyHeld;

  /** Returns whether it queried. */
  boolean lookWhenDue(Connection connection) throws SQLException {
    if (!looking.passed()) {
      return false;
    }
    OutboxTable.Unsent unsent = OutboxTable.lookAtUnsent(connection);
    oldest = unsent.oldest();
    refused = unsent.refused();
    anyHeld = unsent.held() > 0;
    looking.restart();
    return true;
  }

  /** Age of the oldest unsent message of any shard, in seconds; 0 when there is none. */
  double oldestAgeSeconds() {
    Instant waiting = oldest;
    return waiting == null ? 0 : Duration.between(waiting, Instant.now()).toMillis() / 1_000.0;
  }

  /** Whether any row was held at the last query. */
  boolean anyHeld() {
    return anyHeld;
  }

  /** Rows that the broker refused. */
  long held() {
    return refused;
  }
}
