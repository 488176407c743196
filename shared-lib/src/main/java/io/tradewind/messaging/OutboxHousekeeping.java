package io.tradewind.messaging;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.TimeUnit;

/** Creates the partitions of the coming days and drops old ones, every hour. */
final class OutboxHousekeeping {

  private static final System.Logger LOG = System.getLogger(OutboxHousekeeping.class.getName());
  private static final long BETWEEN = TimeUnit.HOURS.toNanos(1);

  /** After a lock conflict on the table: the other transaction goes first. */
  private static final long BETWEEN_TRIES = TimeUnit.MINUTES.toNanos(1);

  /** Days without a relay before messages go to the default partition. */
  private static final int DAYS_AHEAD = 3;

  private final int daysKept;
  private long next = System.nanoTime();
  private volatile int daysAhead;

  /**
   * @param daysKept a broker that lost its disk can be refilled from this many days
   */
  OutboxHousekeeping(int daysKept) {
    this.daysKept = daysKept;
  }

  void whenDue(Connection connection) throws SQLException {
    if (System.nanoTime() - next < 0) {
      return;
    }
    boolean done = attempt(connection, "select outbox_make_partitions(" + DAYS_AHEAD + ")");
    done &= attempt(connection, "select outbox_drop_partitions(" + daysKept + ")");
    // Kept a day longer than a removed message could be sent again.
    done &=
        attempt(
            connection,
            "delete from removed_message where removed_at < now() - make_interval(days => "
                + (daysKept + 1)
                + ")");
    lookAhead(connection);
    next = System.nanoTime() + (done ? BETWEEN : BETWEEN_TRIES);
  }

  private void lookAhead(Connection connection) throws SQLException {
    daysAhead = OutboxDays.ahead(connection);
    if (daysAhead == 0) {
      LOG.log(
          System.Logger.Level.ERROR,
          "no partition could be made for tomorrow: messages will go to outbox_default");
    }
  }

  /** Coming days that have a partition, as of the last run. */
  int daysAhead() {
    return daysAhead;
  }

  private static boolean attempt(Connection connection, String sql) {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
      return true;
    } catch (SQLException busy) {
      LOG.log(System.Logger.Level.WARNING, "not now: {0}: {1}", sql, busy.getMessage());
      return false;
    }
  }
}
