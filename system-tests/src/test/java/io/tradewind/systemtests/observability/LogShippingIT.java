package io.tradewind.systemtests.observability;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tradewind.stack.Service;
import io.tradewind.systemtests.driver.Customer;
import io.tradewind.systemtests.driver.Eventually;
import io.tradewind.systemtests.driver.NeedsProgram;
import io.tradewind.systemtests.driver.Platform;
import io.tradewind.systemtests.driver.ProjectFolder;
import io.tradewind.systemtests.driver.WholeSystem;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real log shipper and a real search engine find the lines about an order by its id. */
@NeedsProgram(
    value = "rsyslogd",
    fromPackage = "rsyslog-elasticsearch",
    plugin = "rsyslog/omelasticsearch.so")
@WholeSystem
class LogShippingIT {

  private static final Duration SHIPPED = Duration.ofSeconds(60);

  private final Platform platform;
  @TempDir private Path folder;

  LogShippingIT(Platform platform) {
    this.platform = platform;
  }

  @Test
  void allLinesAboutAnOrderAreFoundByItsIdAndNoOthers() throws Exception {
    try (SearchEngine engine = SearchEngine.starting(folder)) {
      UUID order = anOrderThatIsTalkedAbout();
      List<String> written =
          platform.log().stream()
              .filter(line -> line.contains("\"ext_orderId\":\"" + order + "\""))
              .toList();
      assertThat(written).hasSizeGreaterThan(10);
      engine.awaitReady();
      Process shipper = shipper(engine.port());
      try {
        List<JsonNode> found =
            Eventually.ask(
                SHIPPED, () -> engine.linesOf(order), lines -> lines.size() >= written.size());

        assertThat(found)
            .hasSameSizeAs(written)
            .extracting(line -> line.path("message").asText())
            .contains("to be sent: OrderPlaced.v1", "received: OrderConfirmed.v1");
      } finally {
        shipper.destroy();
        shipper.waitFor(10, TimeUnit.SECONDS);
      }
    }
  }

  private UUID anOrderThatIsTalkedAbout() throws IOException {
    List<UUID> orders = new ArrayList<>();
    platform.atLevels(
        "*=info:io.tradewind.messages=fine",
        () -> {
          Customer customer = platform.customer();
          String sku = platform.staff().product(100, 2);
          orders.add(customer.orders(sku, 1, "pm_ok"));
          orders.add(customer.orders(sku, 1, "pm_ok"));
          orders.forEach(customer::settles);
        });
    return orders.get(0);
  }

  private Process shipper(int searchPort) throws IOException {
    Path configuration = ProjectFolder.root().resolve("observability/logs/rsyslog/tradewind.conf");
    ProcessBuilder rsyslog =
        new ProcessBuilder(
                "rsyslogd",
                "-n",
                "-f",
                configuration.toString(),
                "-i",
                folder.resolve("pid").toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("rsyslog.log").toFile());
    rsyslog.environment().put("LOG", platform.stack().server(Service.ORDERS).log().toString());
    rsyslog.environment().put("SEARCH_PORT", Integer.toString(searchPort));
    rsyslog.environment().put("SPOOL", folder.toString());
    return rsyslog.start();
  }
}
