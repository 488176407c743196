package io.tradewind.systemtests.observability;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tradewind.systemtests.driver.Customer;
import io.tradewind.systemtests.driver.Eventually;
import io.tradewind.systemtests.driver.NeedsProgram;
import io.tradewind.systemtests.driver.NotificationStream;
import io.tradewind.systemtests.driver.Platform;
import io.tradewind.systemtests.driver.RawHttp.Request;
import io.tradewind.systemtests.driver.WholeSystem;
import io.tradewind.systemtests.observability.ObservabilityFiles.Query;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** A running Prometheus scrapes the running system and computes our rules. */
@NeedsProgram(value = "prometheus", fromPackage = "prometheus")
@WholeSystem
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PrometheusIT {

  /** A rate needs two scrapes, and its ratio one evaluation more; both happen every second. */
  private static final Duration COMPUTED = Duration.ofSeconds(30);

  /**
   * Values of which there are many: orders, users, sessions, e-mail addresses, callers' addresses.
   */
  private static final Pattern ONE_OF_MANY =
      Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-|@|(\\d+\\.){3}\\d+");

  private final Platform platform;
  private Prometheus prometheus;
  private String sku;

  PrometheusIT(Platform platform) {
    this.platform = platform;
  }

  @BeforeAll
  void scrapeAShopAtWork(@TempDir Path folder) throws IOException {
    prometheus = Prometheus.scraping(folder, platform.base().getAuthority());
    Eventually.ask(COMPUTED, () -> prometheus.query("up == 1"), up -> !up.isEmpty());
    aShortLoad();
  }

  private void aShortLoad() {
    Customer customer = platform.customer();
    sku = platform.staff().product(100, 10);
    NotificationStream stream = customer.listens(0);
    for (int i = 0; i < 5; i++) {
      customer.settles(customer.orders(sku, 1, "pm_ok"));
    }
    customer.settles(customer.orders(sku, 1, "pm_declined"));
    stream.close();
  }

  @AfterAll
  void stop() {
    if (prometheus != null) {
      prometheus.close();
    }
  }

  /** Only our own metrics: those that the server adds have names of its own. */
  @Test
  void theMetricsAreNamedAndTypedByPrometheusConventions(@TempDir Path folder) throws Exception {
    String page = platform.raw().send(Request.get("/metrics", null)).text();
    Path ours =
        Files.write(
            folder.resolve("ours.prom"),
            page.lines().filter(line -> line.matches("(# \\w+ )?tradewind_.*")).toList());

    assertThat(ours).isNotEmptyFile();
    Prometheus.promtool(Redirect.from(ours.toFile()), "check", "metrics");
  }

  /** A series for each order, user, address or product would be too many for any Prometheus. */
  @Test
  void noSeriesIsAboutOneOrderUserAddressOrProduct() {
    String page = platform.raw().send(Request.get("/metrics", null)).text();
    List<String> labels =
        page.lines()
            .filter(line -> line.startsWith("tradewind_"))
            .flatMap(line -> Pattern.compile("=\"([^\"]*)\"").matcher(line).results())
            .map(label -> label.group(1))
            .toList();

    assertThat(labels)
        .isNotEmpty()
        .doesNotContain(sku)
        .noneMatch(label -> ONE_OF_MANY.matcher(label).find());
    assertThat(
            prometheus.query("count by (__name__) ({__name__=~\"tradewind_.*\", le=\"\"}) > 100"))
        .isEmpty();
  }

  @Test
  void everyRuleNamesSeriesThatExist() {
    Set<String> recorded = ObservabilityFiles.recorded();
    Set<String> absent = new TreeSet<>();
    for (Query query : ObservabilityFiles.queriesOfRules()) {
      for (String selector : query.selectors()) {
        if (!recorded.contains(selector) && !appears(selector)) {
          absent.add(query.name() + " asks for " + selector);
        }
      }
    }

    assertThat(absent).isEmpty();
  }

  @Test
  void everyPanelOfEveryDashboardHasData() {
    Set<String> empty = new TreeSet<>();
    for (Query query : ObservabilityFiles.queriesOfDashboards()) {
      if (!appears(query.expression().replace("$__rate_interval", "5m"))) {
        empty.add(query.toString());
      }
    }

    assertThat(empty).isEmpty();
  }

  @Test
  void everyRuleIsComputedWithoutAnError() {
    JsonNode groups = prometheus.get("rules").path("data").path("groups");

    List<JsonNode> rules =
        StreamSupport.stream(groups.spliterator(), false)
            .flatMap(group -> StreamSupport.stream(group.path("rules").spliterator(), false))
            .toList();
    assertThat(rules).hasSameSizeAs(ObservabilityFiles.rules());
    assertThat(rules).noneMatch(rule -> rule.path("health").asText().equals("err"));
  }

  @Test
  void aHealthyShopWakesNobody() {
    assertThat(prometheus.query("ALERTS{alertstate=\"firing\"}")).isEmpty();
  }

  @Test
  void everyObjectiveIsComputed() {
    JsonNode ratios =
        Eventually.ask(
            COMPUTED,
            () -> prometheus.query("tradewind:slo_errors:ratio_rate5m"),
            all -> all.size() == 3);

    assertThat(StreamSupport.stream(ratios.spliterator(), false))
        .extracting(sample -> sample.path("metric").path("slo").asText())
        .containsExactlyInAnyOrder("order-accepted", "order-settled", "customer-notified");
  }

  /** Whether the expression gets a value in time; NaN, such as a quantile of nothing, is none. */
  private boolean appears(String expression) {
    JsonNode found =
        Eventually.ask(COMPUTED, () -> prometheus.query(expression), PrometheusIT::hasData);
    return hasData(found);
  }

  private static boolean hasData(JsonNode samples) {
    return StreamSupport.stream(samples.spliterator(), false)
        .anyMatch(sample -> !sample.path("value").path(1).asText().equals("NaN"));
  }
}
