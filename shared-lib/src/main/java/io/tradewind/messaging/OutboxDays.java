package io.tradewind.messaging;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.Optional;

/** The days that have a partition of their own, read from the names and not from the rows. */
final class OutboxDays {

  private static final String DAYS =
      """
      (select to_date(right(c.relname, 8), 'YYYYMMDD') as day
         from pg_inherits i join pg_class c on c.oid = i.inhrelid
        where i.inhparent = 'outbox'::regclass and c.relname <> 'outbox_default') days""";

  private OutboxDays() {}

  /** The first day whose messages are kept, or none when there is no partition. */
  static Optional<LocalDate> kept(Connection connection) throws SQLException {
    try (Statement select = connection.createStatement();
        ResultSet first = select.executeQuery("select min(day) from " + DAYS)) {
      first.next();
      return Optional.ofNullable(first.getObject(1, LocalDate.class));
    }
  }

  /** How many days after today, by the database's clock, can be written already. */
  static int ahead(Connection connection) throws SQLException {
    String sql = "select count(*) from " + DAYS + " where day > (now() at time zone 'utc')::date";
    try (Statement select = connection.createStatement();
        ResultSet count = select.executeQuery(sql)) {
      count.next();
      return count.getInt(1);
    }
  }
}
