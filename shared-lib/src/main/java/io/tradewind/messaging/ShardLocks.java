package io.tradewind.messaging;

import io.tradewind.scheduling.Interval;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.NavigableSet;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * The shards whose advisory locks one connection holds, until the connection ends. Each relay also
 * holds a shared lock that shows its presence, so each can compute its fair share, takes no more,
 * and gives back the surplus when another relay starts.
 */
final class ShardLocks {

  private static final int LOCK_SPACE = 0x0B0C;
  private static final int SPACE_OF_RELAYS = 0x0B0D;

  /** A shard whose relay died is taken over within this time. */
  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);

  private final Connection connection;
  private final NavigableSet<Integer> held = new TreeSet<>();
  private final Deque<Integer> free = new ArrayDeque<>();
  private final Interval looking = new Interval(BETWEEN_LOOKS);
  private int share;
  private boolean alone;

  ShardLocks(Connection connection) throws SQLException {
    this.connection = connection;
    try (Statement statement = connection.createStatement()) {
      statement.execute("select pg_advisory_lock_shared(%d, 0)".formatted(SPACE_OF_RELAYS));
    }
  }

  Set<Integer> held() {
    return Collections.unmodifiableSet(held);
  }

  /** One shard at a time, so that replicas that start together share them. */
  void claimOneMore() throws SQLException {
    if (looking.passed()) {
      look();
      looking.restart();
    }
    if (held.size() < share && !free.isEmpty()) {
      int shard = free.remove();
      if (answersTrue("select pg_try_advisory_lock(?, ?)", shard)) {
        held.add(shard);
      }
    }
  }

  /** Whether no other relay was there at the last look. */
  boolean alone() {
    return alone;
  }

  /** A shard above the fair share. */
  OptionalInt surplus() {
    return held.size() > share ? OptionalInt.of(held.last()) : OptionalInt.empty();
  }

  void giveBack(int shard) throws SQLException {
    answersTrue("select pg_advisory_unlock(?, ?)", shard);
    held.remove(shard);
  }

  /** A relay of an older version is visible only through the shards that it holds. */
  private void look() throws SQLException {
    String sql =
        """
        select classid::int, objid::int, pid from pg_locks
         where locktype = 'advisory' and objsubid = 2 and granted
           and database = (select oid from pg_database where datname = current_database())
           and classid in (%d, %d)"""
            .formatted(LOCK_SPACE, SPACE_OF_RELAYS);
    Set<Integer> relays = new HashSet<>();
    Set<Integer> taken = new HashSet<>();
    try (Statement select = connection.createStatement();
        ResultSet lock = select.executeQuery(sql)) {
      while (lock.next()) {
        relays.add(lock.getInt(3));
        if (lock.getInt(1) == LOCK_SPACE) {
          taken.add(lock.getInt(2));
        }
      }
    }
    share = (OutboxTable.SHARDS + relays.size() - 1) / relays.size();
    alone = relays.size() == 1;
    free.clear();
    IntStream.range(0, OutboxTable.SHARDS).filter(s -> !taken.contains(s)).forEach(free::add);
  }

  private boolean answersTrue(String sql, int shard) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setInt(1, LOCK_SPACE);
      statement.setInt(2, shard);
      try (ResultSet answer = statement.executeQuery()) {
        answer.next();
        return answer.getBoolean(1);
      }
    }
  }
}
