package io.tradewind.messaging;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;

/** The shards that one connection holds the advisory locks of; gone with the connection. */
final class ShardLocks {

  private static final int LOCK_SPACE = 0x0B0C;
  private static final Duration BETWEEN_CLAIMS = Duration.ofMillis(250);

  private final Connection connection;
  private final Set<Integer> held = new TreeSet<>();
  private Instant nextClaim = Instant.EPOCH;

  ShardLocks(Connection connection) {
    this.connection = connection;
  }

  Set<Integer> held() {
    return Collections.unmodifiableSet(held);
  }

  /** One at a time, so that replicas that start together share the shards. */
  void claimOneMore() throws SQLException {
    if (held.size() == OutboxTable.SHARDS || Instant.now().isBefore(nextClaim)) {
      return;
    }
    for (int shard = 0; shard < OutboxTable.SHARDS; shard++) {
      if (!held.contains(shard) && tryLock(shard)) {
        held.add(shard);
        return;
      }
    }
    nextClaim = Instant.now().plus(BETWEEN_CLAIMS);
  }

  private boolean tryLock(int shard) throws SQLException {
    try (PreparedStatement lock =
        connection.prepareStatement("select pg_try_advisory_lock(?, ?)")) {
      lock.setInt(1, LOCK_SPACE);
      lock.setInt(2, shard);
      try (ResultSet had = lock.executeQuery()) {
        had.next();
        return had.getBoolean(1);
      }
    }
  }
}
