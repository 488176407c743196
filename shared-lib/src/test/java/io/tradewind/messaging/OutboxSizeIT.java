package io.tradewind.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * The work of operators, relays and the housekeeping does not take longer as the outbox grows: each
 * operation reads as many blocks with a million messages as with a tenth of them.
 */
class OutboxSizeIT {

  private static final int SMALL = 100_000;
  private static final int LARGE = 1_000_000;

  /**
   * Blocks and rows that a plan may read more of, whatever is kept: each of a statement's two scans
   * may read all unsent rows instead of the held ones, by an index or, in the small table of a day,
   * without one.
   */
  private static final int MORE = 2 * OutboxFilling.UNSENT;

  /** The amount that a statement reads. */
  private record Cost(long blocks, long indexScans, long rowsWithoutIndex) {

    Cost minus(Cost other) {
      return new Cost(
          blocks - other.blocks,
          indexScans - other.indexScans,
          rowsWithoutIndex - other.rowsWithoutIndex);
    }
  }

  @Test
  void nothingReadsMoreOfAMillionMessagesThanOfATenthOfThem() throws SQLException {
    OutboxDatabase database = OutboxDatabase.made("size");
    OutboxFilling filling = new OutboxFilling(database);
    filling.sent(SMALL, OutboxWork.TOPIC);
    Map<String, Cost> small = costs(database);
    filling.sent(LARGE, OutboxWork.TOPIC);
    Map<String, Cost> large = costs(database);

    List<String> growing =
        small.keySet().stream()
            .filter(name -> grows(small.get(name), large.get(name)))
            .map(name -> name + ": " + small.get(name) + ", then " + large.get(name))
            .toList();
    assertThat(growing).isEmpty();

    takeBackPortionsOf(database);
    assertThat(costs(database).get("the state").blocks())
        .as("after a vacuum nothing of what was unsent for a while is in the way")
        .isLessThanOrEqualTo(large.get("the state").blocks() + 2);
  }

  /**
   * Rolls portions back and vacuums. They change much of the index of unsent rows and few of the
   * day's pages.
   */
  private static void takeBackPortionsOf(OutboxDatabase database) throws SQLException {
    OutboxWork.Work portion = OutboxWork.all(List.of()).get("a portion");
    try (Connection connection = database.connect()) {
      for (int turn = 0; turn < 5; turn++) {
        cost(connection, portion);
      }
    }
    database.execute("vacuum outbox");
  }

  /** An index may be one level deeper, both for reading it and for entering a changed row. */
  private static boolean grows(Cost small, Cost large) {
    return large.blocks() > small.blocks() * 12 / 10 + large.indexScans() + MORE
        || large.rowsWithoutIndex() > small.rowsWithoutIndex() + MORE;
  }

  private static Map<String, Cost> costs(OutboxDatabase database) throws SQLException {
    Map<String, Cost> costs = new LinkedHashMap<>();
    try (Connection connection = database.connect()) {
      OutboxWork.all(OutboxWork.some(database))
          .forEach(
              (name, work) -> {
                try {
                  costs.put(name, cost(connection, work));
                } catch (SQLException failed) {
                  throw new IllegalStateException(name, failed);
                }
              });
    }
    return costs;
  }

  /** The cost of the work in a transaction that is rolled back. */
  private static Cost cost(Connection connection, OutboxWork.Work work) throws SQLException {
    connection.setAutoCommit(false);
    try {
      Cost before = read(connection);
      work.on(connection);
      return read(connection).minus(before);
    } finally {
      connection.rollback();
      connection.setAutoCommit(true);
    }
  }

  private static Cost read(Connection connection) throws SQLException {
    String sql =
        """
        select sum(pg_stat_get_xact_blocks_fetched(oid)),
               sum(pg_stat_get_xact_numscans(oid)) filter (where relkind = 'i'),
               sum(pg_stat_get_xact_tuples_returned(oid)) filter (where relkind = 'r')
          from pg_class where relname like 'outbox\\_%' and relkind in ('r', 'i')""";
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return new Cost(row.getLong(1), row.getLong(2), row.getLong(3));
    }
  }
}
