package io.tradewind.benchmarks;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Refills a lost broker from the outbox of orders, in the second and in the fourth quarter of the
 * window. The messages that are sent again are copies of the warm-up's messages, as if each had
 * been sent on every day that the outbox keeps; every receiver has handled them before.
 */
final class Refills {

  /** Separates orders that are measured beside a refill from those that are not. */
  static final double SETTLE_SECONDS = 3;

  private static final int QUARTERS = 4;
  private static final int DAYS = 6;

  private static final int SHARDS = 8;
  private static final long BETWEEN_SHARDS = TimeUnit.SECONDS.toNanos(1);

  private static final String A_DAY =
      "create table if not exists outbox_%s partition of outbox for values from ('%s') to ('%s')";

  /** One shard at a time, so that orders placed meanwhile do not wait for the disk. */
  private static final String A_SHARD_OF_IT =
"""
insert into outbox (message_id, created_on, shard, topic, key, type, time, payload, sent_at)
select message_id, date '%2$s', shard, topic, key, type, time, payload,
       sent_at - interval '%1$d days'
  from outbox
 where created_on = (now() at time zone 'utc')::date and sent_at is not null and shard = %3$d
   on conflict do nothing""";

  private final Connection outbox;
  private double seconds;

  /**
   * @param outbox the database of the orders service, with every right
   */
  Refills(Connection outbox) {
    this.outbox = outbox;
  }

  /** Whether an order of that second of the window counts: beside a refill, or without one. */
  static boolean counts(double second, int windowSeconds, boolean beside) {
    double quarter = windowSeconds / (double) QUARTERS;
    return ((int) (second / quarter) % 2 == 1) == beside && second % quarter >= SETTLE_SECONDS;
  }

  /**
   * @param filled when the outbox is filled; {@code from} and {@code to} are the window's limits,
   *     all in {@link System#nanoTime()}
   */
  void between(long filled, long from, long to) {
    Thread filling = new Thread(() -> run(filled, from, to), "refills");
    filling.setDaemon(true);
    filling.start();
  }

  private void run(long filled, long from, long to) {
    try {
      awaitNanos(filled);
      for (int ago = 1; ago <= DAYS; ago++) {
        LocalDate day = LocalDate.now(ZoneOffset.UTC).minusDays(ago);
        String name = day.format(DateTimeFormatter.BASIC_ISO_DATE);
        execute(A_DAY.formatted(name, day, day.plusDays(1)));
        for (int shard = 0; shard < SHARDS; shard++) {
          execute(A_SHARD_OF_IT.formatted(ago, day, shard));
          LockSupport.parkNanos(BETWEEN_SHARDS);
        }
      }
      execute("analyze outbox");
      long quarter = (to - from) / QUARTERS;
      for (int number = 1; number < QUARTERS; number += 2) {
        awaitNanos(from + number * quarter);
        execute("insert into outbox_republication (since, expected) values ('epoch', 0)");
        awaitNanos(from + (number + 1) * quarter);
        execute(
            "update outbox_republication set done_at = now(), reached_at = now() where done_at is"
                + " null");
        seconds += quarter / 1e9;
      }
    } catch (SQLException failed) {
      throw new IllegalStateException("no refill", failed);
    }
  }

  /** Messages sent again per second of a refill. */
  double perSecond() throws SQLException {
    try (Statement statement = outbox.createStatement();
        ResultSet sum = statement.executeQuery("select sum(taken_up) from outbox_republication")) {
      sum.next();
      return sum.getLong(1) / Math.max(1, seconds);
    }
  }

  private void execute(String sql) throws SQLException {
    try (Statement statement = outbox.createStatement()) {
      statement.execute(sql);
    }
  }

  private static void awaitNanos(long instant) {
    for (long ahead; (ahead = instant - System.nanoTime()) > 0; ) {
      LockSupport.parkNanos(Math.min(ahead, TimeUnit.SECONDS.toNanos(1)));
    }
  }
}
