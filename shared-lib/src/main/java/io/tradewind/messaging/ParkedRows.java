package io.tradewind.messaging;

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
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** The statements on the parking table that operators ask for. */
final class ParkedRows {

  private static final String COLUMNS =
      """
      select position, id, channel, message_id, key, type, cause, attempts, parked_at,
             replay_requested_at, headers, payload
        from parked_message
      """;

  private ParkedRows() {}

  /**
   * In the order in which they were stored.
   *
   * @param after the position to go on from, 0 for the start
   */
  static List<ParkedMessage> list(
      Connection connection, Parking.Search search, long after, int limit) throws SQLException {
    String sql =
        COLUMNS
            + """
               where position > ? and (?::text is null or channel = ?)
                 and (?::text is null or key = ?)
                 and (?::text is null or position(? in cause) > 0)
               order by position limit ?""";
    try (PreparedStatement select = connection.prepareStatement(sql)) {
      select.setLong(1, after);
      set(select, 2, search);
      select.setInt(8, limit);
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
   * Asks whoever serves the channel to handle again what fits, and what waits on the same keys: all
   * at one instant, so that it is done in the order of the positions.
   */
  static int requestReplay(Connection connection, Parking.Search search, UUID id)
      throws SQLException {
    String sql =
        """
        update parked_message p set replay_requested_at = now()
         where exists (
           select 1 from parked_message c
            where c.channel = p.channel and (c.id = p.id or c.key = p.key)
              and (?::text is null or c.channel = ?) and (?::text is null or c.key = ?)
              and (?::text is null or position(? in c.cause) > 0)
              and (?::uuid is null or c.id = ?))""";
    try (PreparedStatement update = connection.prepareStatement(sql)) {
      set(update, 1, search);
      update.setObject(7, id);
      update.setObject(8, id);
      return update.executeUpdate();
    }
  }

  /** Puts a message where another was, and in no other order. */
  static void replace(
      Connection connection, ParkedMessage gone, UUID newId, RawMessage message, String type)
      throws SQLException {
    ParkedTable.remove(connection, gone.id());
    String sql =
        """
        insert into parked_message
          (id, position, channel, message_id, key, type, headers, payload, cause, attempts,
           parked_at)
        overriding system value values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""";
    try (PreparedStatement insert = connection.prepareStatement(sql)) {
      insert.setObject(1, newId);
      insert.setLong(2, gone.position());
      insert.setString(3, gone.channel());
      insert.setString(4, message.id());
      insert.setString(5, message.key());
      insert.setString(6, type);
      insert.setString(7, ParkedTable.json(message.headers()));
      insert.setBytes(8, message.value());
      insert.setString(9, gone.cause());
      insert.setInt(10, gone.attempts());
      insert.setTimestamp(11, Timestamp.from(gone.parkedAt()));
      insert.executeUpdate();
    }
  }

  private static void set(PreparedStatement statement, int first, Parking.Search search)
      throws SQLException {
    statement.setString(first, search.channel());
    statement.setString(first + 1, search.channel());
    statement.setString(first + 2, search.key());
    statement.setString(first + 3, search.key());
    statement.setString(first + 4, search.cause());
    statement.setString(first + 5, search.cause());
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
    Map<String, String> headers = ParkedTable.headers(row.getString(11));
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
