package io.tradewind.messaging;

import io.tradewind.database.Transactions;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;

/**
 * Stores the positions of one channel in the service's database, each call in its own transaction.
 */
final class ChannelPositions implements Positions {

  private static final System.Logger LOG = System.getLogger(ChannelPositions.class.getName());

  private final String channel;
  private final Transactions transactions;
  private final BooleanSupplier everythingIsNeeded;

  ChannelPositions(String channel, Transactions transactions, BooleanSupplier everythingIsNeeded) {
    this.channel = channel;
    this.transactions = transactions;
    this.everythingIsNeeded = everythingIsNeeded;
  }

  @Override
  public Map<Integer, Long> known(String topicId) {
    return read(topicId, Duration.ZERO);
  }

  @Override
  public Map<Integer, Long> unchangedFor(Duration time) {
    return read(null, time);
  }

  private Map<Integer, Long> read(String topicId, Duration unchangedFor) {
    Map<Integer, Long> known = new HashMap<>();
    try {
      transactions.run(() -> read(topicId, unchangedFor, known));
    } catch (Exception failed) {
      throw new IllegalStateException(
          channel + ": the database does not say how far it is", failed);
    }
    return known;
  }

  private void read(String topicId, Duration unchangedFor, Map<Integer, Long> known)
      throws SQLException {
    String sql =
        """
        select partition, position from channel_position
         where channel = ? and at <= now() - make_interval(secs => ?)
           and (?::text is null or topic_id = ?)""";
    try (Connection connection = transactions.connection();
        PreparedStatement select = connection.prepareStatement(sql)) {
      select.setString(1, channel);
      select.setLong(2, unchangedFor.toSeconds());
      select.setString(3, topicId);
      select.setString(4, topicId);
      try (ResultSet found = select.executeQuery()) {
        while (found.next()) {
          known.put(found.getInt(1), found.getLong(2));
        }
      }
    }
  }

  @Override
  public boolean everythingIsNeeded() {
    return everythingIsNeeded.getAsBoolean();
  }

  @Override
  public boolean keep(String topicId, Map<Integer, Long> handled) {
    try {
      transactions.run(() -> write(topicId, handled));
      return true;
    } catch (Exception failed) {
      LOG.log(System.Logger.Level.DEBUG, "{0}: positions not kept yet: {1}", channel, failed);
      return false;
    }
  }

  /** Sorted by partition, so that two replicas cannot deadlock. */
  private void write(String topicId, Map<Integer, Long> handled) throws SQLException {
    String sql =
        """
        insert into channel_position as known (channel, partition, topic_id, position)
        select ?, partition, ?, position
          from unnest(?::int[], ?::bigint[]) as p(partition, position)
         order by partition
        on conflict (channel, partition) do update
           set position = case when known.topic_id = excluded.topic_id
                               then greatest(known.position, excluded.position)
                               else excluded.position end,
               topic_id = excluded.topic_id, at = now()""";
    try (Connection connection = transactions.connection();
        PreparedStatement insert = connection.prepareStatement(sql)) {
      insert.setString(1, channel);
      insert.setString(2, topicId);
      insert.setArray(3, connection.createArrayOf("int4", handled.keySet().toArray()));
      insert.setArray(4, connection.createArrayOf("int8", handled.values().toArray()));
      insert.executeUpdate();
    }
  }
}
