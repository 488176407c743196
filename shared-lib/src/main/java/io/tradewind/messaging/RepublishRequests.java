package io.tradewind.messaging;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Optional;

/**
 * Requests to send messages again. An index has the sent rows in the order of sending and a request
 * is a range of it, so nothing here slows down as the table grows.
 */
final class RepublishRequests {

  private RepublishRequests() {}

  /** Only stores the request; the relays take it up in portions. */
  static RepublishEstimate request(Connection connection, Instant since, String topic)
      throws SQLException {
    // Reading the outbox first keeps its days from being dropped until the request is visible.
    RepublishEstimate about = expected(connection, since, topic);
    String sql = "insert into outbox_republication (since, topic, expected) values (?, ?, ?)";
    try (PreparedStatement insert = connection.prepareStatement(sql)) {
      insert.setTimestamp(1, Timestamp.from(since));
      insert.setString(2, topic);
      insert.setLong(3, about.messages());
      insert.executeUpdate();
    }
    return about;
  }

  private static RepublishEstimate expected(Connection connection, Instant since, String topic)
      throws SQLException {
    String sql =
        """
        with sent as (select topic, position from outbox where sent_at >= ?
                       order by sent_at, position limit ?),
             unsent as (select topic, position from outbox where sent_at is null
                         order by position limit ?),
             found as (select * from sent union all select * from unsent)
        select count(*), count(*) filter (where ?::text is null or topic = ?), min(position),
               pg_sequence_last_value('outbox_position_seq') from found""";
    try (PreparedStatement select = connection.prepareStatement(sql)) {
      select.setTimestamp(1, Timestamp.from(since));
      select.setInt(2, OutboxTable.MOST_COUNTED);
      select.setInt(3, OutboxTable.MOST_COUNTED);
      select.setString(4, topic);
      select.setString(5, topic);
      try (ResultSet row = select.executeQuery()) {
        row.next();
        if (row.getLong(1) < OutboxTable.MOST_COUNTED) {
          return new RepublishEstimate(row.getInt(2), false);
        }
        long drawn = row.getLong(4) - row.getLong(3) + 1;
        return new RepublishEstimate((int) Math.min(drawn, Integer.MAX_VALUE), true);
      }
    }
  }

  /** The request that is under way, or none. */
  static Optional<RepublishProgress> underWay(Connection connection) throws SQLException {
    String sql =
        """
        select since, topic, requested_at, expected, taken_up,
               case when reached_at is null then cursor_sent_at else begun_at end,
               (count(*) over ()) - 1
          from outbox_republication where done_at is null order by id limit 1""";
    try (Statement select = connection.createStatement();
        ResultSet row = select.executeQuery(sql)) {
      if (!row.next()) {
        return Optional.empty();
      }
      Timestamp reached = row.getTimestamp(6);
      return Optional.of(
          new RepublishProgress(
              row.getTimestamp(1).toInstant(),
              row.getString(2),
              row.getTimestamp(3).toInstant(),
              row.getLong(4),
              row.getLong(5),
              reached == null ? null : reached.toInstant(),
              row.getInt(7)));
    }
  }
}
