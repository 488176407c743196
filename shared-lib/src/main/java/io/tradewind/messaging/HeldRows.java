package io.tradewind.messaging;

import io.tradewind.scheduling.Interval;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Excludes rows that cannot be sent, and the rows behind them in their lanes, from reading. One row
 * of each destination is sent now and then as a probe, while it stays held; once the broker
 * acknowledges it, the rows of the destination are released. They keep their positions and thus
 * their order.
 */
final class HeldRows {

  private static final System.Logger LOG = System.getLogger(HeldRows.class.getName());

  /**
   * Rows released in one statement: some tenths of a second in which the relay does nothing else.
   */
  private static final int PORTION = 5_000;

  /** An operator may release a row while another is held behind it. */
  private static final Duration BETWEEN_LOOKS_AT_BEHIND = Duration.ofSeconds(10);

  private final Connection connection;
  private final Map<Long, OutboxTable.Probe> probes = new HashMap<>();
  private final Set<String> healed = new HashSet<>();
  private final Interval behind = new Interval(BETWEEN_LOOKS_AT_BEHIND);
  private boolean behindMayGo;

  HeldRows(Connection connection) {
    this.connection = connection;
  }

  /** Holds all of them in one statement. */
  void hold(Collection<SendBatch.Answer> refused) throws SQLException {
    List<OutboxTable.Held> rows = new ArrayList<>();
    for (SendBatch.Answer answer : refused) {
      OutboxTable.Held row = held(answer);
      OutboxTable.Probe probe = probes.remove(row.row().position());
      if (probe == null || !probe.stillFor(row)) {
        rows.add(row);
      }
    }
    OutboxTable.hold(connection, rows);
  }

  private static OutboxTable.Held held(SendBatch.Answer answer) {
    if (answer.failure() instanceof DestinationUnavailable unavailable) {
      return new OutboxTable.Held(
          answer.row(), unavailable.destination(), unavailable.getMessage());
    }
    LOG.log(
        System.Logger.Level.ERROR,
        "the broker refuses {0} {1} as it is, its key waits: {2}",
        answer.row().type(),
        answer.row().id(),
        answer.failure());
    return new OutboxTable.Held(answer.row(), null, answer.failure().toString());
  }

  /** Holds rows that follow a held row of their lane. */
  void holdBehind(List<OutboxRow> rows) throws SQLException {
    OutboxTable.hold(
        connection, rows.stream().map(row -> new OutboxTable.Held(row, null, null)).toList());
  }

  /** One row of each destination, and some of those that were refused for their content. */
  List<OutboxRow> probes(Collection<Integer> shards, Collection<Long> underWay)
      throws SQLException {
    List<OutboxRow> rows = new ArrayList<>();
    for (OutboxTable.Probe probe : OutboxTable.probes(connection, shards)) {
      if (!underWay.contains(probe.row().position())) {
        probes.put(probe.row().position(), probe);
        rows.add(probe.row());
      }
    }
    return rows;
  }

  /** Returns whether it was a probe: then it must be marked before rows are released. */
  boolean acknowledged(OutboxRow row) {
    OutboxTable.Probe probe = probes.remove(row.position());
    if (probe == null) {
      return false;
    }
    if (probe.destination() != null) {
      healed.add(probe.destination());
    }
    behindMayGo = true;
    return true;
  }

  void lookAtBehindWhenDue() {
    if (behind.passed()) {
      behind.restart();
      behindMayGo = true;
    }
  }

  /** Returns whether rows were released that can be read now. */
  boolean release(Collection<Integer> shards) throws SQLException {
    int gone = 0;
    for (String destination : List.copyOf(healed)) {
      int some = OutboxTable.release(connection, shards, destination, PORTION);
      gone += some;
      if (some < PORTION) {
        healed.remove(destination);
      }
    }
    if (behindMayGo && healed.isEmpty()) {
      int some = OutboxTable.releaseBehind(connection, shards, PORTION);
      gone += some;
      behindMayGo = some == PORTION;
    }
    return gone > 0;
  }
}
