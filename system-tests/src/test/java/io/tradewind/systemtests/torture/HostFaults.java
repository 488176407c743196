package io.tradewind.systemtests.torture;

import io.tradewind.stack.LibertyServer;
import io.tradewind.stack.Service;
import java.sql.Connection;
import java.sql.SQLException;

/** Faults of the machine that a service runs on. */
final class HostFaults {

  private HostFaults() {}

  /**
   * Suspends a service inside its transactions, for longer than the broker, the database and the
   * leases wait for it: another owns by then whatever it held.
   */
  static String freeze(FaultScheduler faultScheduler) throws SQLException {
    Service service = faultScheduler.aSenderThatRuns();
    try (Connection database = faultScheduler.handlersWait(service)) {
      faultScheduler.random.passes(500, 1500);
      faultScheduler.stack.server(service).suspend();
      database.rollback();
    }
    try {
      faultScheduler.random.passes(35_000, 50_000);
    } finally {
      faultScheduler.stack.server(service).resume();
    }
    return service.id();
  }

  /** Sets the clock of one service back by an hour for some seconds. */
  static String setClockBack(FaultScheduler faultScheduler) {
    Service service = faultScheduler.aServiceThatRuns();
    LibertyServer server = faultScheduler.stack.server(service);
    FakeClock.set(server, -3600);
    try {
      faultScheduler.random.passes(4000, 7000);
    } finally {
      FakeClock.set(server, 0);
    }
    return service.id();
  }
}
