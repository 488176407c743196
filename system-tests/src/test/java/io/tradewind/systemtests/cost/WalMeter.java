package io.tradewind.systemtests.cost;

import io.tradewind.stack.LocalPostgres;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** Reads the write-ahead log itself, which all databases share. */
final class WalMeter {

  private final LocalPostgres postgres;

  /**
   * What the log holds of a time.
   *
   * @param records of any kind
   * @param bytes without images of whole pages, whose number depends on the last checkpoint
   * @param rows that were inserted, updated or deleted in tables, but for those that many-row
   *     statements wrote together
   * @param commits of transactions that wrote something
   */
  record Wal(long records, long bytes, long rows, long commits) {}

  WalMeter(LocalPostgres postgres) throws SQLException {
    this.postgres = postgres;
    try (Connection connection = postgres.superuser("postgres");
        Statement statement = connection.createStatement()) {
      statement.execute("create extension if not exists pg_walinspect");
    }
  }

  String end() throws SQLException {
    try (Connection connection = postgres.superuser("postgres");
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("select pg_current_wal_flush_lsn()")) {
      row.next();
      return row.getString(1);
    }
  }

  Wal between(String start, String end) throws SQLException {
    String sql =
        """
        select sum(count), sum(record_size),
               sum(count) filter (where "resource_manager/record_type" similar to
                 'Heap/(INSERT|UPDATE|HOT_UPDATE|DELETE)%'),
               sum(count) filter (where "resource_manager/record_type" like 'Transaction/COMMIT%')
          from pg_get_wal_stats(?::pg_lsn, ?::pg_lsn, true)""";
    try (Connection connection = postgres.superuser("postgres");
        PreparedStatement select = connection.prepareStatement(sql)) {
      select.setString(1, start);
      select.setString(2, end);
      try (ResultSet row = select.executeQuery()) {
        row.next();
        return new Wal(row.getLong(1), row.getLong(2), row.getLong(3), row.getLong(4));
      }
    }
  }
}
