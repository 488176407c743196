package io.tradewind.messaging;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.Optional;

/**
 * The days that have their own partition, read from the partition names and not from the rows.
 * Names are compared as text, because the planner may cast before it filters.
 */
final class OutboxDays {

  private static final String DAYS =
      """
       from pg_inherits i join pg_class c on c.oid = i.inhrelid
      where i.inhparent = 'outbox'::regclass and c.relname <> 'outbox_default'
      """;

  private OutboxDays() {}

  /** The first day whose messages are kept, or empty when there is no partition. */
  static Optional<LocalDate> kept(Connection connection) throws SQLException {
    String sql = "select to_date(right(min(c.relname::text), 8), 'YYYYMMDD')" + DAYS;
    try (Statement select = connection.createStatement();
        ResultSet first = select.executeQuery(sql)) {
      first.next();
      return Optional.ofNullable(first.getObject(1, LocalDate.class));
    }
  }

  /** How many days after today, by the database's clock, have a partition. */
  static int ahead(Connection connection) throws SQLException {
    String today = "to_char(now() at time zone 'utc', 'YYYYMMDD')";
    String sql = "select count(*)" + DAYS + "and right(c.relname, 8) > " + today;
    try (Statement select = connection.createStatement();
        ResultSet count = select.executeQuery(sql)) {
      count.next();
      return count.getInt(1);
    }
  }
}
