package io.tradewind.benchmarks;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * PostgreSQL's own counters since its start, over all databases. Sessions report their numbers
 * about once a second, so a difference over a minute is accurate to a per cent or two.
 *
 * @param fsyncs of the write-ahead log
 */
record DatabaseMeter(long commits, long rollbacks, long walBytes, long walRecords, long fsyncs) {

  private static final String TRANSACTIONS =
      "select sum(xact_commit), sum(xact_rollback) from pg_stat_database";
  private static final String WAL = "select wal_bytes, wal_records from pg_stat_wal";
  private static final String FSYNCS =
      "select coalesce(sum(fsyncs), 0) from pg_stat_io where object = 'wal'";

  static DatabaseMeter read(Connection database) throws SQLException {
    long[] transactions = numbers(database, TRANSACTIONS, 2);
    long[] wal = numbers(database, WAL, 2);
    long[] fsyncs = numbers(database, FSYNCS, 1);
    return new DatabaseMeter(transactions[0], transactions[1], wal[0], wal[1], fsyncs[0]);
  }

  DatabaseMeter since(DatabaseMeter earlier) {
    return new DatabaseMeter(
        commits - earlier.commits,
        rollbacks - earlier.rollbacks,
        walBytes - earlier.walBytes,
        walRecords - earlier.walRecords,
        fsyncs - earlier.fsyncs);
  }

  private static long[] numbers(Connection database, String query, int columns)
      throws SQLException {
    try (Statement statement = database.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      row.next();
      long[] numbers = new long[columns];
      for (int column = 0; column < columns; column++) {
        numbers[column] = row.getLong(column + 1);
      }
      return numbers;
    }
  }
}
