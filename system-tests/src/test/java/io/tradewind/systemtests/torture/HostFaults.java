package io.tradewind.systemtests.torture;

import io.tradewind.stack.LibertyServer;
import io.tradewind.stack.Service;
import java.sql.Connection;
import java.sql.SQLException;

/** What happens to the machine that a service runs on. */
final class HostFaults {

  private HostFaults() {}

  /**
   * In the middle of its transactions, and for longer than the broker, the database and the leases
   * wait for it: whatever it held is another's by then.
   */
  static String freeze(FaultScheduler torturer) throws SQLException {
    Service service = torturer.aSenderThatRuns();
    try (Connection database = torturer.handlersWait(service)) {
      torturer.dice.passes(500, 1500);
      torturer.stack.server(service).suspend();
      database.rollback();
    }
    try {
      torturer.dice.passes(35_000, 50_000);
    } finally {
      torturer.stack.server(service).resume();
    }
    return service.id();
  }

  /** What it does meanwhile it does an hour ago; then somebody notices. */
  static String setClockBack(FaultScheduler torturer) {
    Service service = torturer.aServiceThatRuns();
    LibertyServer server = torturer.stack.server(service);
    FakeClock.set(server, -3600);
    try {
      torturer.dice.passes(4000, 7000);
    } finally {
      FakeClock.set(server, 0);
    }
    return service.id();
  }
}
