package io.tradewind.systemtests.torture;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import io.tradewind.stack.LibertyServer;
import io.tradewind.stack.Service;
import io.tradewind.stack.Stack;
import io.tradewind.systemtests.driver.TopicReader;
import io.tradewind.systemtests.torture.Torture.Report;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * The older version still runs while a newer one is rolled out: on one database, to each of whose
 * tables the newer has added a column, and on the same topics, where the newer sends more members.
 */
@DisabledIfSystemProperty(
    named = "torture.seed",
    matches = "\\d+",
    disabledReason = "one run alone")
class TwoVersionsIT {

  private static final List<Service> RENEWED =
      List.of(Service.ORDERS, Service.PAYMENTS, Service.INVENTORY);
  private static final Duration RUN = Duration.ofSeconds(30);
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private static final String WIDEN_ALL_TABLES =
      """
      do $$ declare t regclass; begin
        for t in select c.oid from pg_class c join pg_namespace n on n.oid = c.relnamespace
                  where n.nspname = 'public' and c.relkind in ('r', 'p') and not c.relispartition
                    and c.relname <> 'flyway_schema_history'
        loop execute format('alter table %s add column added text default ''newer''', t); end loop;
      end $$""";

  @Test
  @Timeout(value = 10, unit = TimeUnit.MINUTES)
  void everyPromiseIsKeptWhileTwoVersionsWorkSideBySide(@TempDir Path folder) throws Exception {
    try (Torture torture = Torture.start()) {
      widenTables(torture.stack());
      startNewerBesideOlder(torture.stack(), folder);

      Report report = torture.run(1, RUN, List.of(Fault.ROLLING_RESTART), PATIENCE);

      System.out.println("two versions: " + report);
      assertThat(report.broken()).isEmpty();
      assertThat(report.faults()).containsKey(Fault.ROLLING_RESTART);
      assertThat(report.successes()).isPositive();
      assertThat(messagesByWhetherTheyTellMore(torture.stack())).containsOnlyKeys(true, false);
    }
  }

  private static void widenTables(Stack stack) throws SQLException {
    for (Service service : RENEWED) {
      try (Connection database = stack.postgres().superuser(service.id());
          Statement widen = database.createStatement()) {
        widen.execute(WIDEN_ALL_TABLES);
      }
    }
  }

  private static void startNewerBesideOlder(Stack stack, Path folder) throws IOException {
    List<LibertyServer> newer = stack.startReplicas(RENEWED.toArray(Service[]::new));
    for (int n = 0; n < newer.size(); n++) {
      Service service = RENEWED.get(n);
      Path own = Files.createDirectories(folder.resolve(service.id()));
      Torture.serve(newer.get(n), tellingMore(service), own);
    }
  }

  static Change tellingMore(Service service) {
    return new Change(
        service,
        "shared-lib",
        "io.tradewind.messaging.MessageJson",
        "return MAPPER.writeValueAsString(message);",
        "return \"{\\\"added\\\":[1],\" + MAPPER.writeValueAsString(message).substring(1);");
  }

  private static Map<Boolean, Long> messagesByWhetherTheyTellMore(Stack stack) {
    return new TopicReader(stack.kafka().bootstrapServers())
        .all().stream()
            .collect(
                groupingBy(record -> record.value().startsWith("{\"added\":[1],"), counting()));
  }
}
