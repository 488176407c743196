package io.tradewind.messaging;

import io.tradewind.contracts.Topic;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** The operators' SQL on the parking table. */
final class ParkedMessageQueries {

  private static final String COLUMNS =
      """
      select position, id, channel, message_id, key, type, cause, attempts, parked_at,
             replay_requested_at, headers, payload
        from parked_message
      """;

  private ParkedMessageQueries() {}

  /** An SQL text and its parameters: a search adds only the conditions that it has. */
  private static final class Query {
    private final StringBuilder sql;
    private final List<Object> parameters = new ArrayList<>();

    Query(String start) {
      sql = new StringBuilder(start);
    }

    Query and(String condition, Object parameter) {
      if (parameter != null) {
        sql.append(parameters.isEmpty() ? " where " : " and ").append(condition);
        parameters.add(parameter);
      }
      return this;
    }

    /** Names all channels when any will do, because the index begins with the channel. */
    Query fitting(Connection connection, Parking.Search search) throws SQLException {
      Object[] channels =
          search.channel() != null
              ? new Object[] {search.channel()}
              : Arrays.stream(Topic.values()).map(Topic::topicName).toArray();
      and("channel = any (?)", connection.createArrayOf("text", channels));
      and("key = ?", StorableText.name(search.key()));
      return and("position(? in cause) > 0", search.cause());
    }

    Query then(String end) {
      sql.append(end);
      return this;
    }

    PreparedStatement on(Connection connection) throws SQLException {
      PreparedStatement statement = connection.prepareStatement(sql.toString());
      for (int n = 0; n < parameters.size(); n++) {
        statement.setObject(n + 1, parameters.get(n));
      }
      return statement;
    }
  }

  /**
   * In the order in which they were stored.
   *
   * @param after the position to continue after, 0 for the start
   */
  static List<ParkedMessage> list(
      Connection connection, Parking.Search search, long after, int limit) throws SQLException {
    Query query =
        new Query(COLUMNS)
            .and("position > ?", after)
            .fitting(connection, search)
            .then(" order by position limit " + limit);
    try (PreparedStatement select = query.on(connection)) {
      List<ParkedMessage> parked = new ArrayList<>();
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          parked.add(message(row));
        }
      }
      return parked;
    }
  }

  static Optional<ParkedContent> find(Connection connection, UUID id) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(COLUMNS + " where id = ?")) {
      select.setObject(1, id);
      try (ResultSet row = select.executeQuery()) {
        return row.next() ? Optional.of(content(row)) : Optional.empty();
      }
    }
  }

  /**
   * Requests a replay of the matching messages and of all that wait on the same keys, with one
   * timestamp, so that they are replayed by position.
   */
  static int requestReplay(Connection connection, Parking.Search search) throws SQLException {
    return request(
        connection,
        new Query("select id, channel, key from parked_message").fitting(connection, search));
  }

  static int requestReplay(Connection connection, UUID id) throws SQLException {
    return request(
        connection, new Query("select id, channel, key from parked_message").and("id = ?", id));
  }

  /**
   * Reads by index, key by key, because the table may have millions of rows. The {@code offset}
   * keeps the planner from turning this into a join over the whole table.
   */
  private static int request(Connection connection, Query fitting) throws SQLException {
    fitting.sql.insert(0, "with fitting as materialized (");
    fitting.then(
        """
        ), keys as (select distinct channel, key from fitting where key is not null)
        update parked_message set replay_requested_at = now()
         where id = any (array(
           select id from fitting where key is null
            union all
           select behind.id from keys cross join lateral (
             select p.id from parked_message p where p.channel = keys.channel and p.key = keys.key offset 0)
             as behind))\
        """);
    try (PreparedStatement update = fitting.on(connection)) {
      return update.executeUpdate();
    }
  }

  /** Inserts a message at the position of the old one. */
  static void replace(Connection connection, ParkedMessage gone, UUID newId, RawMessage message)
      throws SQLException {
    String sql =
        """
        insert into parked_message
          (id, position, channel, message_id, key, type, headers, payload, cause, attempts,
           parked_at)
        overriding system value values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)\
        """;
    try (PreparedStatement insert = connection.prepareStatement(sql)) {
      insert.setObject(1, newId);
      insert.setLong(2, gone.position());
      insert.setString(3, gone.channel());
      insert.setString(4, gone.messageId());
      ParkedMessageTable.set(insert, 5, message);
      insert.setString(9, gone.cause());
      insert.setInt(10, gone.attempts());
      insert.setTimestamp(11, Timestamp.from(gone.parkedAt()));
      insert.executeUpdate();
    }
  }

  private static ParkedMessage message(ResultSet row) throws SQLException {
    return new ParkedMessage(
        row.getLong(1),
        row.getObject(2, UUID.class),
        row.getString(3),
        row.getString(4),
        row.getString(5),
        row.getString(6),
        row.getString(7),
        row.getInt(8),
        instant(row.getTimestamp(9)),
        instant(row.getTimestamp(10)));
  }

  private static ParkedContent content(ResultSet row) throws SQLException {
    Map<String, String> headers = ParkedBytes.headers(row.getString(11));
    byte[] payload = row.getBytes(12);
    String text = payload == null ? null : text(payload);
    String bytes =
        payload == null || text != null ? null : Base64.getEncoder().encodeToString(payload);
    return new ParkedContent(message(row), headers, text, bytes);
  }

  /** Null when it is not UTF-8. */
  private static String text(byte[] payload) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(payload)).toString();
    } catch (CharacterCodingException binary) {
      return null;
    }
  }

  private static Instant instant(Timestamp timestamp) {
    return timestamp == null ? null : timestamp.toInstant();
  }
}
