package io.tradewind.messaging;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;

/** Makes the coming days' partitions and lets go of what is old, every hour. */
final class OutboxHousekeeping {

  private static final System.Logger LOG = System.getLogger(OutboxHousekeeping.class.getName());
  private static final Duration BETWEEN = Duration.ofHours(1);

  /** Days that can pass without a relay before a write finds no partition. */
  private static final int DAYS_AHEAD = 3;

  private final int daysKept;
  private Instant next = Instant.EPOCH;

  /**
   * @param daysKept a broker that lost its disk can be filled again from this many days
   */
  OutboxHousekeeping(int daysKept) {
    this.daysKept = daysKept;
  }

  void whenDue(Connection connection) {
    if (Instant.now().isBefore(next)) {
      return;
    }
    next = Instant.now().plus(BETWEEN);
    attempt(connection, "select outbox_make_partitions(" + DAYS_AHEAD + ")");
    attempt(connection, "select outbox_drop_partitions(" + daysKept + ")");
    // Answers are kept a day longer than the messages that could ask for them again.
    attempt(
        connection,
        "delete from inbox where handled_at < now() - make_interval(days => "
            + (daysKept + 1)
            + ")");
  }

  /** Whoever holds the table just now goes first; there is another try in an hour. */
  private static void attempt(Connection connection, String sql) {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException busy) {
      LOG.log(System.Logger.Level.WARNING, "not now: {0}: {1}", sql, busy.getMessage());
    }
  }
}
