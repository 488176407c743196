package io.tradewind.systemtests.observability;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tradewind.stack.Service;
import io.tradewind.systemtests.driver.Customer;
import io.tradewind.systemtests.driver.Platform;
import io.tradewind.systemtests.driver.ProjectFolder;
import io.tradewind.systemtests.driver.RawHttp.Request;
import io.tradewind.systemtests.driver.WholeSystem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Checks what an operator sees: metrics, health, the API description and logs. */
@WholeSystem
class ObservabilityIT {

  private static final Pattern DOCUMENTED_KIND =
      Pattern.compile("^\\| `(tradewind_\\w+)` \\| [^|]+ \\| (\\w+)");
  private static final Pattern DOCUMENTED_MEANING =
      Pattern.compile("^\\| `(tradewind_\\w+)` \\| [^|]+ \\| [^|]+ \\| (.+) \\|$");
  private static final Pattern EXPOSED_KIND =
      Pattern.compile("^# TYPE (tradewind_\\w+)(?<!_max) (.+)");
  private static final Pattern EXPOSED_MEANING =
      Pattern.compile("^# HELP (tradewind_\\w+)(?<!_max) (.*)");

  private static final Pattern SERIES = Pattern.compile("^(\\w+)[{ ]");

  private final Platform platform;

  ObservabilityIT(Platform platform) {
    this.platform = platform;
    Customer customer = platform.customer();
    String sku = platform.staff().product(100, 1);
    UUID confirmed = customer.orders(sku, 1, "pm_ok");
    customer.settles(confirmed);
    customer.settles(customer.orders(sku, 1, "pm_declined"));
  }

  @Test
  void everyDocumentedMetricIsThereAsWhatThePageSaysAndNoOtherOfOurs() throws IOException {
    List<String> page = Files.readAllLines(ProjectFolder.root().resolve("docs/metrics.md"));
    Map<String, String> kinds = byName(page, DOCUMENTED_KIND);
    kinds.replaceAll((name, kind) -> kind.equals("timer") ? "histogram" : kind);

    assertThat(kinds).isNotEmpty();
    assertThat(byName(metrics(), EXPOSED_KIND)).isEqualTo(kinds);
    assertThat(byName(metrics(), EXPOSED_MEANING)).isEqualTo(byName(page, DOCUMENTED_MEANING));
  }

  @Test
  void everyQueryOfRulesAndDashboardsNamesMetricsThatAreThere() {
    Set<String> exported = matches(metrics(), SERIES);

    assertThat(ObservabilityFiles.queriesOfRules()).isNotEmpty();
    assertThat(ObservabilityFiles.queriesOfDashboards()).isNotEmpty();
    assertThat(ObservabilityFiles.unanswered(exported)).isEmpty();
  }

  @Test
  void aPanelOrAnAlertThatAsksForARenamedMetricIsFound() {
    Path planted = ProjectFolder.root().resolve("system-tests/src/test/resources/planted");

    assertThat(ObservabilityFiles.unanswered(planted, matches(metrics(), SERIES)))
        .containsExactlyInAnyOrder(
            "NobodyWouldEverHearOfThis asks for tradewind_parked_messages_renamed",
            "Silent asks for tradewind_saga_step_renamed_seconds_bucket");
  }

  private List<String> metrics() {
    return platform.raw().send(Request.get("/metrics", null)).text().lines().toList();
  }

  private static Map<String, String> byName(List<String> lines, Pattern nameAndMore) {
    return lines.stream()
        .map(nameAndMore::matcher)
        .filter(Matcher::find)
        .collect(
            Collectors.toMap(
                found -> found.group(1),
                found -> found.group(2),
                (one, other) -> one + ", " + other,
                TreeMap::new));
  }

  private static Set<String> matches(List<String> lines, Pattern pattern) {
    Set<String> names = new TreeSet<>();
    for (String line : lines) {
      Matcher matcher = pattern.matcher(line);
      if (matcher.find()) {
        names.add(matcher.group(1));
      }
    }
    return names;
  }

  @Test
  void healthIsUpAndNamesItsChecks() {
    for (String kind : List.of("started", "live", "ready")) {
      JsonNode health = platform.raw().send(Request.get("/health/" + kind, null)).json();

      assertThat(health.path("status").asText()).as(kind + ": " + health).isEqualTo("UP");
      assertThat(health.path("checks").size()).as(kind).isPositive();
    }
  }

  @Test
  void theApiDescriptionNamesEveryService() {
    JsonNode paths =
        platform.raw().send(Request.get("/openapi?format=json", null)).json().path("paths");

    for (Service service : Service.values()) {
      assertThat(paths.fieldNames())
          .toIterable()
          .as(service.id())
          .anyMatch(path -> path.startsWith("/api/" + service.id()));
    }
  }

  @Test
  void logsAreJsonWithoutConfigurationWarningsAndStackTraces() {
    List<String> lines = platform.log();

    assertThat(lines).isNotEmpty();
    assertThat(lines.stream().dropWhile(line -> !isJson(line)).filter(ObservabilityIT::isPlain))
        .isEmpty();
    assertThat(lines.stream().filter(line -> line.matches(".*CWWKG\\d{4}[WE].*"))).isEmpty();
    assertThat(lines.stream().filter(line -> line.contains("\\n\\tat "))).isEmpty();
  }

  @Test
  void levelsChangeWhileTheServerRunsAndAnOrdersWayIsThenFoundByItsIds() throws IOException {
    Customer customer = platform.customer();
    String sku = platform.staff().product(100, 1);
    List<UUID> told = new ArrayList<>();
    platform.atLevels(
        "*=info:io.tradewind.messages=fine",
        () -> {
          told.add(customer.orders(sku, 1, "pm_ok"));
          customer.settles(told.get(0));
        });
    UUID untold = customer.orders(sku, 1, "pm_declined");
    customer.settles(untold);

    List<JsonNode> way =
        platform.log().stream()
            .filter(line -> line.contains("\"ext_orderId\":\"" + told.get(0) + "\""))
            .map(ObservabilityIT::json)
            .toList();
    assertThat(way)
        .extracting(line -> line.path("message").asText())
        .contains(
            "to be sent: OrderPlaced.v1",
            "received: AuthorizePayment.v1",
            "received: PaymentAuthorized.v1",
            "received: ReserveStock.v1",
            "received: PaymentCaptured.v1",
            "received: OrderConfirmed.v1");
    assertThat(way)
        .allSatisfy(line -> assertThat(line.path("ext_messageId").asText()).hasSize(36))
        .extracting(line -> line.path("ext_traceId").asText())
        .allMatch(trace -> trace.matches("[0-9a-f]{32}"))
        .containsOnly(way.get(0).path("ext_traceId").asText());
    assertThat(platform.log()).noneMatch(line -> line.contains(untold.toString()));
  }

  private static JsonNode json(String line) {
    try {
      return new ObjectMapper().readTree(line);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(line, e);
    }
  }

  /**
   * Whether a line is not JSON, although the server wrote it after it had read its configuration.
   */
  private static boolean isPlain(String line) {
    boolean byTheJvm = line.startsWith("OpenJDK ");
    return !isJson(line) && !line.isBlank() && !byTheJvm;
  }

  private static boolean isJson(String line) {
    return line.startsWith("{") && line.endsWith("}");
  }
}
