package io.tradewind.messaging;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.tradewind.values.Ids;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

/** The parking table's statements, each within the transaction of the connection it is given. */
final class ParkedTable {

  private static final JsonMapper JSON = new JsonMapper();
  private static final int LONGEST_CAUSE = 2_000;

  private ParkedTable() {}

  /** One waiting message with what is needed to handle it. */
  record Waiting(UUID id, RawMessage message) {}

  /** Those of these keys that wait. One query for a whole batch. */
  static Set<String> heldKeys(Connection connection, String channel, Collection<String> keys)
      throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "select distinct key from parked_message where channel = ? and key = any (?)")) {
      select.setString(1, channel);
      select.setArray(2, connection.createArrayOf("text", keys.toArray()));
      Set<String> held = new TreeSet<>();
      try (ResultSet found = select.executeQuery()) {
        while (found.next()) {
          held.add(found.getString(1));
        }
      }
      return held;
    }
  }

  /**
   * Until the transaction ends nobody else stores behind these keys or replays them. Taken in
   * sorted order, so that two batches cannot wait for each other.
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

  /** Stores messages in order; one that is there already stays where it is. */
  static void store(
      Connection connection, String channel, Collection<RawMessage> messages, String cause)
      throws SQLException {
    String sql =
        """
        insert into parked_message
          (id, channel, message_id, key, type, headers, payload, cause, attempts)
        values (?, ?, ?, ?, ?, ?, ?, ?, ?)
        on conflict (channel, message_id) do nothing""";
    try (PreparedStatement insert = connection.prepareStatement(sql)) {
      for (RawMessage message : messages) {
        insert.setObject(1, Ids.next());
        insert.setString(2, channel);
        insert.setString(3, message.id());
        insert.setString(4, message.key());
        insert.setString(5, message.headers().get(Headers.TYPE));
        insert.setString(6, json(message.headers()));
        insert.setBytes(7, message.value());
        insert.setString(8, shortened(cause));
        insert.setInt(9, cause == null ? 0 : 1);
        insert.executeUpdate();
      }
    }
  }

  /** Keys (or, for messages without one, ids) that an operator has asked to handle again. */
  static List<Waiting> requested(Connection connection, String channel, int limit)
      throws SQLException {
    return waiting(
        connection,
        """
        select id, message_id, key, headers, payload from parked_message
         where channel = ? and replay_requested_at is not null
         order by replay_requested_at, position limit ?""",
        channel,
        limit);
  }

  /** The first that waits on a key. */
  static Optional<Waiting> firstOf(Connection connection, String channel, String key)
      throws SQLException {
    return waiting(
            connection,
            """
            select id, message_id, key, headers, payload from parked_message
             where channel = ? and key = ? order by position limit 1""",
            channel,
            key)
        .stream()
        .findFirst();
  }

  /** A message without a key, if it still waits. */
  static Optional<Waiting> alone(Connection connection, String channel, UUID id)
      throws SQLException {
    return waiting(
            connection,
            """
            select id, message_id, key, headers, payload from parked_message
             where channel = ? and id = ? for update""",
            channel,
            id)
        .stream()
        .findFirst();
  }

  private static List<Waiting> waiting(Connection connection, String sql, Object... parameters)
      throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(sql)) {
      for (int i = 0; i < parameters.length; i++) {
        select.setObject(i + 1, parameters[i]);
      }
      List<Waiting> waiting = new ArrayList<>();
      try (ResultSet found = select.executeQuery()) {
        while (found.next()) {
          waiting.add(
              new Waiting(
                  found.getObject(1, UUID.class),
                  new RawMessage(
                      found.getString(2),
                      found.getString(3),
                      headers(found.getString(4)),
                      found.getBytes(5))));
        }
      }
      return waiting;
    }
  }

  static void remove(Connection connection, UUID id) throws SQLException {
    try (PreparedStatement delete =
        connection.prepareStatement("delete from parked_message where id = ?")) {
      delete.setObject(1, id);
      delete.executeUpdate();
    }
  }

  /** It failed again: the request is answered, with the newest cause. */
  static void failedAgain(Connection connection, String channel, Waiting waiting, String cause)
      throws SQLException {
    String sql =
        """
        update parked_message
           set attempts = attempts + case when id = ? then 1 else 0 end,
               cause = case when id = ? then ? else cause end,
               replay_requested_at = null
         where channel = ? and (id = ? or key = ?)""";
    try (PreparedStatement update = connection.prepareStatement(sql)) {
      update.setObject(1, waiting.id());
      update.setObject(2, waiting.id());
      update.setString(3, shortened(cause));
      update.setString(4, channel);
      update.setObject(5, waiting.id());
      update.setString(6, waiting.message().key());
      update.executeUpdate();
    }
  }

  static long count(Connection connection, String channel) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement("select count(*) from parked_message where channel = ?")) {
      select.setString(1, channel);
      try (ResultSet found = select.executeQuery()) {
        found.next();
        return found.getLong(1);
      }
    }
  }

  static String json(Map<String, String> headers) {
    try {
      return JSON.writeValueAsString(headers);
    } catch (JsonProcessingException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  static Map<String, String> headers(String json) {
    try {
      return JSON.readValue(json, new TypeReference<Map<String, String>>() {});
    } catch (JsonProcessingException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  private static String shortened(String cause) {
    return cause == null || cause.length() <= LONGEST_CAUSE
        ? cause
        : cause.substring(0, LONGEST_CAUSE);
  }
}
