package io.tradewind.messaging;

import io.tradewind.values.Ids;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

/**
 * The SQL of the parking table, in the caller's transaction. Keys and ids are {@linkplain
 * Storable#name encoded} so that any can be stored.
 */
final class ParkedMessageTable {

  private static final int LONGEST_CAUSE = 2_000;
  private static final int LONGEST_TYPE = 200;

  /** The count stops here: a query every second must not get slower as the table grows. */
  private static final int COUNTED_UP_TO = 10_000;

  private static final String WAITING =
      "select id, message_id, key, headers, payload, key_bytes, header_bytes from parked_message";

  private ParkedMessageTable() {}

  /** A waiting message with what is needed to handle it. */
  record Waiting(UUID id, RawMessage message) {}

  /** What a batch needs to know before it is handled. */
  record Look(Set<String> parkedKeys, Set<String> removedIds) {
    boolean nothing() {
      return parkedKeys.isEmpty() && removedIds.isEmpty();
    }
  }

  /** Which of these keys wait, and which of these ids an operator removed. */
  static Look look(
      Connection connection, String channel, Collection<String> keys, Collection<String> ids)
      throws SQLException {
    String sql =
        """
        select true, key from parked_message where channel = ? and key = any (?)
        union
        select false, message_id from removed_message where channel = ? and message_id = any (?)\
        """;
    try (PreparedStatement select = connection.prepareStatement(sql)) {
      select.setString(1, channel);
      select.setArray(2, connection.createArrayOf("text", keys.toArray()));
      select.setString(3, channel);
      select.setArray(4, connection.createArrayOf("text", ids.toArray()));
      Look look = new Look(new TreeSet<>(), new TreeSet<>());
      try (ResultSet found = select.executeQuery()) {
        while (found.next()) {
          (found.getBoolean(1) ? look.parkedKeys() : look.removedIds()).add(found.getString(2));
        }
      }
      return look;
    }
  }

  /**
   * Until the transaction ends no other stores behind these keys or replays them. Locked in sorted
   * order, so that two batches cannot deadlock.
   */
  static void lock(Connection connection, String channel, Set<String> sortedKeys)
      throws SQLException {
    try (PreparedStatement lock =
        connection.prepareStatement("select pg_advisory_xact_lock(hashtextextended(?, 0))")) {
      for (String key : sortedKeys) {
        lock.setString(1, channel + '\n' + key);
        lock.executeQuery().close();
      }
    }
  }

  /**
   * Stores a message; one that is stored already stays where it is. If another message has the same
   * id, this one is stored under its id and its digest.
   */
  static void store(Connection connection, String channel, RawMessage message, String cause)
      throws SQLException {
    store(connection, channel, message, cause, false);
  }

  /** Stores a message and requests its replay at once. */
  static void postpone(Connection connection, String channel, RawMessage message, String cause)
      throws SQLException {
    store(connection, channel, message, cause, true);
  }

  private static void store(
      Connection connection, String channel, RawMessage message, String cause, boolean requested)
      throws SQLException {
    String id = StorableText.name(message.id());
    String own = ownId(message);
    if (insert(connection, channel, message, id, own, cause, requested)
        || isStored(connection, channel, message, id)) {
      return;
    }
    insert(connection, channel, message, own, own, cause, requested);
  }

  private static String ownId(RawMessage message) {
    String digest = HexFormat.of().formatHex(message.digest());
    return StorableText.name(message.id()) + '#' + digest.substring(0, 32);
  }

  /**
   * @param unless inserts nothing when a row has this id
   */
  private static boolean insert(
      Connection connection,
      String channel,
      RawMessage message,
      String id,
      String unless,
      String cause,
      boolean requested)
      throws SQLException {
    String sql =
        """
        insert into parked_message
          (id, channel, message_id, key, type, headers, payload, cause, attempts, key_bytes, header_bytes,
           replay_requested_at)
        select ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, case when ? then now() end
         where not exists (select 1 from parked_message where channel = ? and message_id = ?)
        on conflict (channel, message_id) do nothing\
        """;
    try (PreparedStatement insert = connection.prepareStatement(sql)) {
      insert.setObject(1, Ids.next());
      insert.setString(2, channel);
      insert.setString(3, id);
      set(insert, 4, message);
      insert.setString(8, StorableText.text(cause, LONGEST_CAUSE));
      insert.setInt(9, cause == null ? 0 : 1);
      insert.setBytes(10, ParkedBytes.key(message));
      insert.setString(11, ParkedBytes.headers(message));
      insert.setBoolean(12, requested);
      insert.setString(13, channel);
      insert.setString(14, unless);
      return insert.executeUpdate() == 1;
    }
  }

  /** Sets key, type, headers and payload, from this parameter on. */
  static void set(PreparedStatement insert, int first, RawMessage message) throws SQLException {
    insert.setString(first, StorableText.name(message.key()));
    insert.setString(
        first + 1, StorableText.text(message.headers().get(Headers.TYPE), LONGEST_TYPE));
    insert.setString(first + 2, ParkedBytes.json(message.headers()));
    insert.setBytes(first + 3, message.value());
  }

  private static boolean isStored(
      Connection connection, String channel, RawMessage message, String id) throws SQLException {
    for (Waiting stored :
        waiting(connection, WAITING + " where channel = ? and message_id = ?", channel, id)) {
      if (java.util.Arrays.equals(stored.message().digest(), message.digest())) {
        return true;
      }
    }
    return false;
  }

  /** Messages with a requested replay, in order. */
  static List<Waiting> requested(Connection connection, String channel, int limit)
      throws SQLException {
    return waiting(
        connection,
        WAITING
            + " where channel = ? and replay_requested_at is not null"
            + " order by replay_requested_at, position limit ?",
        channel,
        limit);
  }

  /** The first messages that wait on these keys, in order. */
  static List<Waiting> firstOf(
      Connection connection, String channel, Collection<String> keys, int limit)
      throws SQLException {
    return waiting(
        connection,
        WAITING + " where channel = ? and key = any (?) order by position limit ?",
        channel,
        connection.createArrayOf("text", keys.toArray()),
        limit);
  }

  /** The message, byte for byte, if it still waits. */
  static Optional<Waiting> alone(Connection connection, String channel, UUID id)
      throws SQLException {
    return waiting(connection, WAITING + " where channel = ? and id = ? for update", channel, id)
        .stream()
        .findFirst();
  }

  private static List<Waiting> waiting(Connection connection, String sql, Object... parameters)
      throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(sql)) {
      for (int n = 0; n < parameters.length; n++) {
        select.setObject(n + 1, parameters[n]);
      }
      List<Waiting> waiting = new ArrayList<>();
      try (ResultSet found = select.executeQuery()) {
        while (found.next()) {
          waiting.add(
              new Waiting(
                  found.getObject(1, UUID.class),
                  ParkedBytes.message(
                      found.getString(2),
                      found.getString(3),
                      found.getString(4),
                      found.getBytes(5),
                      found.getBytes(6),
                      found.getString(7))));
        }
      }
      return waiting;
    }
  }

  static void remove(Connection connection, Collection<UUID> ids) throws SQLException {
    execute(
        connection,
        "delete from parked_message where id = any (?)",
        connection.createArrayOf("uuid", ids.toArray()));
  }

  /** Requests what has arrived behind these keys since the request: it waited for nothing else. */
  static void requestWhatIsLeft(Connection connection, String channel, Collection<String> keys)
      throws SQLException {
    execute(
        connection,
        """
        update parked_message set replay_requested_at = now()
         where channel = ? and key = any (?) and replay_requested_at is null\
        """,
        channel,
        connection.createArrayOf("text", keys.toArray()));
  }

  /** Moves the request behind all others. */
  static void requestLater(Connection connection, String channel, Waiting waiting)
      throws SQLException {
    execute(
        connection,
        """
        update parked_message set replay_requested_at = now()
         where channel = ? and (id = ? or key = ?) and replay_requested_at is not null\
        """,
        channel,
        waiting.id(),
        StorableText.name(waiting.message().key()));
  }

  /** Stores the newest cause and withdraws the request. */
  static void failedAgain(Connection connection, String channel, Waiting waiting, String cause)
      throws SQLException {
    execute(
        connection,
        """
        update parked_message
           set attempts = attempts + case when id = ? then 1 else 0 end,
               cause = case when id = ? then ? else cause end,
               replay_requested_at = null
         where channel = ? and (id = ? or key = ?)\
        """,
        waiting.id(),
        waiting.id(),
        StorableText.text(cause, LONGEST_CAUSE),
        channel,
        waiting.id(),
        StorableText.name(waiting.message().key()));
  }

  private static void execute(Connection connection, String sql, Object... parameters)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int n = 0; n < parameters.length; n++) {
        statement.setObject(n + 1, parameters[n]);
      }
      statement.executeUpdate();
    }
  }

  /**
   * What there is of a channel.
   *
   * @param waiting how many messages wait, up to a bound
   * @param removed whether operators have removed any
   */
  record Census(long waiting, boolean removed) {
    boolean isEmpty() {
      return waiting == 0 && !removed;
    }
  }

  static Census census(Connection connection, String channel) throws SQLException {
    String sql =
        """
        select (select count(*) from (select 1 from parked_message where channel = ? limit ?) as c),
               exists (select from removed_message where channel = ?)""";
    try (PreparedStatement select = connection.prepareStatement(sql)) {
      select.setString(1, channel);
      select.setInt(2, COUNTED_UP_TO);
      select.setString(3, channel);
      try (ResultSet found = select.executeQuery()) {
        found.next();
        return new Census(found.getLong(1), found.getBoolean(2));
      }
    }
  }
}
