package io.tradewind.systemtests.torture;

import io.tradewind.stack.LibertyServer;
import io.tradewind.stack.Service;
import io.tradewind.systemtests.driver.DatabaseCopy;
import io.tradewind.systemtests.driver.RuntimeRole;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Faults that operators of a database cause for a running service. */
final class DatabaseFaults {

  /** A privilege that a service needs for its writes. */
  private record Grant(String privilege, String table) {}

  private static final Map<Service, List<Grant>> GRANTS =
      Map.of(
          Service.ORDERS, List.of(new Grant("insert", "outbox"), new Grant("update", "orders")),
          Service.PAYMENTS,
              List.of(new Grant("insert", "outbox"), new Grant("insert", "payment_operation")),
          Service.INVENTORY, List.of(new Grant("insert", "outbox"), new Grant("update", "stock")));

  /**
   * Services whose data is restored from the topics without help. What staff did to the stock and
   * who registered is stored nowhere else, and an order whose compensation had begun needs an
   * operator.
   */
  private static final List<Service> COME_BACK = List.of(Service.PAYMENTS, Service.NOTIFICATIONS);

  private static final int MANY = 1_000_000;

  /** The outbox keeps seven days. */
  private static final int DAYS_AGO = 5;

  /** Makes each index at once, after the rows are there. */
  private static final String A_DAY_BESIDE =
      """
      create table %1$s
        (like outbox including defaults including constraints including storage,
         constraint day check (created_on = '%2$s'));
      insert into %1$s
        (message_id, created_on, position, shard, topic, key, type, time, payload, sent_at)
      select gen_random_uuid(), '%2$s', nextval('outbox_position_seq'), n %% 8, 'order-events',
             'old-' || n, 'OrderPlaced.v1', at, '{}', at
        from generate_series(1, %3$d) n,
             lateral (select timestamptz '%2$s' + n * interval '50 ms') sent (at);
      alter table %1$s add primary key (message_id, created_on);
      create index on %1$s (sent_at, position) where sent_at is not null;
      create index on %1$s (position) where sent_at is null;
      create index on %1$s (shard, position) where sent_at is null and held_at is null;
      create index on %1$s (shard, topic, key) where held_at is not null;
      analyze %1$s""";

  private static final Duration SENT_AGAIN_WITHIN = Duration.ofSeconds(20);

  private DatabaseFaults() {}

  /** The service never gets the other password; after a while the old one is valid again. */
  static String rotatePassword(FaultScheduler faultScheduler) throws SQLException {
    Service service = faultScheduler.aServiceThatRuns();
    role(faultScheduler, service).losesItsPassword(() -> faultScheduler.random.passes(3000, 6000));
    return service.id();
  }

  static String revokeGrant(FaultScheduler faultScheduler) throws SQLException {
    Service service = faultScheduler.aSenderThatRuns();
    Grant grant = faultScheduler.random.of(GRANTS.get(service));
    role(faultScheduler, service)
        .loses(grant.privilege(), grant.table(), () -> faultScheduler.random.passes(2000, 5000));
    return service.id() + ", " + grant;
  }

  /** Restores one database alone to its state of some seconds ago. */
  static String restore(FaultScheduler faultScheduler) throws SQLException {
    Service service = faultScheduler.oneThatRuns(COME_BACK);
    DatabaseCopy copy = DatabaseCopy.of(faultScheduler.stack.postgres(), service);
    faultScheduler.random.passes(3000, 6000);
    LibertyServer server = faultScheduler.stack.server(service);
    server.close();
    copy.putBack();
    FaultScheduler.startAgain(server::start);
    return service.id();
  }

  private static RuntimeRole role(FaultScheduler faultScheduler, Service service) {
    return new RuntimeRole(faultScheduler.stack.postgres(), service);
  }

  /**
   * Adds a day of messages that were sent long ago to the outbox, and removes it after a moment. It
   * is written once, beside the table, so that the fault takes only seconds under load.
   */
  static String fillOutbox(FaultScheduler faultScheduler) throws SQLException {
    Service service = faultScheduler.aSenderThatRuns();
    LocalDate day = LocalDate.now(ZoneOffset.UTC).minusDays(DAYS_AGO);
    String part = "outbox_" + day.format(DateTimeFormatter.BASIC_ISO_DATE);
    try (Connection database = faultScheduler.stack.postgres().superuser(service.id());
        Statement statement = database.createStatement()) {
      if (isTrue(statement, "to_regclass('%s') is null".formatted(part))) {
        statement.execute(A_DAY_BESIDE.formatted(part, day, MANY));
      }
      awaitNothingIsSentAgain(statement);
      statement.execute(
          "alter table outbox attach partition %s for values from ('%s') to ('%s')"
              .formatted(part, day, day.plusDays(1)));
      try {
        faultScheduler.random.passes(3000, 6000);
      } finally {
        statement.execute("alter table outbox detach partition " + part);
      }
    }
    return service.id() + " with " + MANY + " more";
  }

  /** A republication would take up the added rows, which are marked as sent but were never sent. */
  private static void awaitNothingIsSentAgain(Statement statement) throws SQLException {
    awaitNothingIsSentAgain(statement, SENT_AGAIN_WITHIN);
  }

  static void awaitNothingIsSentAgain(Statement statement, Duration within) throws SQLException {
    long end = System.nanoTime() + within.toNanos();
    while (isTrue(statement, "exists (select from outbox_republication where done_at is null)")) {
      if (System.nanoTime() > end) {
        throw new IllegalStateException("messages are still being sent again");
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(200));
    }
  }

  private static boolean isTrue(Statement statement, String condition) throws SQLException {
    try (ResultSet answer = statement.executeQuery("select " + condition)) {
      answer.next();
      return answer.getBoolean(1);
    }
  }
}
