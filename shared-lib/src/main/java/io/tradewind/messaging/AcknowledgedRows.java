package io.tradewind.messaging;

import io.tradewind.scheduling.Interval;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Collects rows that the broker has acknowledged, so that they are marked as sent together: marking
 * each batch would cost a commit each. Rows that a crash leaves unmarked are sent again, behind the
 * originals, and consumers drop the duplicates.
 */
final class AcknowledgedRows {

  private static final int MOST = 2_000;
  private static final Duration LONGEST = Duration.ofMillis(250);

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
