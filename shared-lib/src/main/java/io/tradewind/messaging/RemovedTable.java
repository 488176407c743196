package io.tradewind.messaging;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * What operators removed from the parking table, so that it is not parked again when its topic is
 * read again or its sender repeats it. {@link OutboxHousekeeping} deletes rows that are too old to
 * be delivered again.
 */
final class RemovedTable {

  private RemovedTable() {}

  static void remember(Connection connection, String channel, RawMessage message)
      throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            """
            insert into removed_message (channel, message_id, digest) values (?, ?, ?)
            on conflict (channel, message_id, digest) do update set removed_at = now()\
            """)) {
      set(insert, channel, message);
      insert.executeUpdate();
    }
  }

  static boolean has(Connection connection, String channel, RawMessage message)
      throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "select 1 from removed_message where channel = ? and message_id = ? and digest = ?")) {
      set(select, channel, message);
      try (ResultSet found = select.executeQuery()) {
        return found.next();
      }
    }
  }

  private static void set(PreparedStatement statement, String channel, RawMessage message)
      throws SQLException {
    statement.setString(1, channel);
    statement.setString(2, StorableText.name(message.id()));
    statement.setBytes(3, message.digest());
  }
}
