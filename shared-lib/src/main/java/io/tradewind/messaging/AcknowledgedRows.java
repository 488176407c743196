package io.tradewind.messaging;

import io.tradewind.scheduling.Interval;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * What the broker has acknowledged and the table does not say yet. Marking every batch by itself
 * would be a commit for each; these wait for a moment and are marked together. What a crash leaves
 * unmarked is sent again, behind its original, and dropped by its receivers.
 */
final class AcknowledgedRows {

  private static final int MOST = 500;
  private static final Duration LONGEST = Duration.ofMillis(100);

  private final Connection connection;
  private final List<OutboxRow> rows = new ArrayList<>();
  private final Interval gathering = new Interval(LONGEST);

  AcknowledgedRows(Connection connection) {
    this.connection = connection;
  }

  void add(Collection<OutboxRow> acknowledged) {
    if (rows.isEmpty()) {
      gathering.restart();
    }
    rows.addAll(acknowledged);
  }

  /** Positions that must not be read as unsent. */
  Collection<Long> positions() {
    return rows.stream().map(OutboxRow::position).toList();
  }

  void markWhenDue() throws SQLException {
    if (rows.size() >= MOST || gathering.passed()) {
      mark();
    }
  }

  void mark() throws SQLException {
    if (!rows.isEmpty()) {
      OutboxTable.markSent(connection, rows);
      rows.clear();
    }
  }
}
