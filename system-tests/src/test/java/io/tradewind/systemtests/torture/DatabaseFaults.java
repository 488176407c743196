package io.tradewind.systemtests.torture;

import io.tradewind.stack.Service;
import io.tradewind.systemtests.RuntimeRole;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;

/** What operators of a database do to a service that runs. */
final class DatabaseFaults {

  /** What a service writes with, and cannot do without. */
  private record Grant(String privilege, String table) {}

  private static final Map<Service, List<Grant>> GRANTS =
      Map.of(
          Service.ORDERS, List.of(new Grant("insert", "outbox"), new Grant("update", "orders")),
          Service.PAYMENTS,
              List.of(new Grant("insert", "outbox"), new Grant("insert", "payment_operation")),
          Service.INVENTORY, List.of(new Grant("insert", "outbox"), new Grant("update", "stock")));

  private static final int MANY = 1_000_000;

  /** Of the seven that are kept. */
  private static final int DAYS_AGO = 5;

  /** Each kept day has a partition of its name. */
  private static final String A_DAY =
      "create table outbox_%s partition of outbox for values from ('%s') to ('%s')";

  private static final String BULK =
      """
      insert into outbox (message_id, created_on, shard, topic, key, type, time, payload, sent_at)
      select gen_random_uuid(), '%s', n %% 8, 'order-events', gen_random_uuid()::text,
             'OrderPlaced.v1', now(), '{}', now()
        from generate_series(1, %d) n""";

  private DatabaseFaults() {}

  /** The service learns of it when the old one holds again. */
  static String rotatePassword(Torturer torturer) throws SQLException {
    Service service = torturer.aServiceThatRuns();
    role(torturer, service).losesItsPassword(() -> torturer.dice.passes(3000, 6000));
    return service.id();
  }

  static String revokeGrant(Torturer torturer) throws SQLException {
    Service service = torturer.aSenderThatRuns();
    Grant grant = torturer.dice.of(GRANTS.get(service));
    role(torturer, service)
        .loses(grant.privilege(), grant.table(), () -> torturer.dice.passes(2000, 5000));
    return service.id() + ", " + grant;
  }

  private static RuntimeRole role(Torturer torturer, Service service) {
    return new RuntimeRole(torturer.stack.postgres(), service);
  }

  /** A day of messages that have long been sent comes, stays for a moment, and goes. */
  static String fillOutbox(Torturer torturer) throws SQLException {
    Service service = torturer.aSenderThatRuns();
    LocalDate day = LocalDate.now(ZoneOffset.UTC).minusDays(DAYS_AGO);
    String part = day.format(DateTimeFormatter.BASIC_ISO_DATE);
    try (Connection database = torturer.stack.postgres().superuser(service.id());
        Statement statement = database.createStatement()) {
      statement.execute(A_DAY.formatted(part, day, day.plusDays(1)));
      try {
        statement.executeUpdate(BULK.formatted(day, MANY));
        torturer.dice.passes(3000, 6000);
      } finally {
        statement.execute("drop table outbox_" + part);
      }
    }
    return service.id() + " with " + MANY + " more";
  }
}
