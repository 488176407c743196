package io.tradewind.systemtests.torture;

import io.tradewind.stack.Service;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** What operators of a database do to a service that runs. */
final class DatabaseFaults {

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
