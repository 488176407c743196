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
 * Rows that cannot go now, and those behind them in their lanes, are taken out of what is read. One
 * of each destination is sent now and then as a probe, still held; once it got through, the
 * destination's rows are let go. They keep their positions, and with them their order.
 */
final class HeldRows {

  private static final System.Logger LOG = System.getLogger(HeldRows.class.getName());

  /** Rows let go in one statement: some tenths of a second, while everything else waits. */
  private static final int PORTION = 5_000;

  /** An operator may free a row while another is put behind it. */
  private static final Duration BETWEEN_LOOKS_AT_BEHIND = Duration.ofSeconds(10);

  private final Connection connection;
  private final Map<Long, OutboxTable.Probe> probes = new HashMap<>();
  private final Set<String> healed = new HashSet<>();
  private final Interval behind = new Interval(BETWEEN_LOOKS_AT_BEHIND);
  private boolean behindMayGo;

  HeldRows(Connection connection) {
    this.connection = connection;
  }

  /** In one statement. */
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

  /** These wait behind a row of their lane that is held. */
  void holdBehind(List<OutboxRow> rows) throws SQLException {
    OutboxTable.hold(
        connection, rows.stream().map(row -> new OutboxTable.Held(row, null, null)).toList());
  }

  /** One row of each destination, and some of those that were refused for what they are. */
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

  /** Whether it was a probe: then it is to be marked before anything is let go. */
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

  /** Whether there are rows to read now that were held. */
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
