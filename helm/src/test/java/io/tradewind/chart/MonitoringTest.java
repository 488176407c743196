package io.tradewind.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The cluster gets the contents of {@code observability/}, and nothing else. */
class MonitoringTest {

  private static final Path FOLDER = Path.of("../observability");
  private static final String ALL =
      "{monitoring: {serviceMonitor: true, rules: true, dashboards: true}}";

  private final Rendered rendered = Chart.with(ALL);

  @Test
  void everyRuleFileIsAPrometheusRule() throws IOException {
    List<JsonNode> files =
        files("prometheus/rules", ".yml").stream()
            .map(file -> Chart.documents(Chart.string(file)).get(0))
            .toList();
    assertThat(files).isNotEmpty();
    assertThat(rendered.all("PrometheusRule"))
        .extracting(rule -> rule.path("spec"))
        .containsExactlyInAnyOrderElementsOf(files);
  }

  @Test
  void anAlertLeadsToWhereTheRunbooksArePublished() {
    assertThat(
            Chart.ofMatrix("openshift-production.yaml")
                .all("PrometheusRule")
                .flatMap(rule -> rule.findValues("runbook_url").stream()))
        .isNotEmpty()
        .allMatch(url -> url.asText().startsWith("https://git.example.org/shop/docs/runbook/"));
  }

  @Test
  void everyDashboardIsAConfigMapThatGrafanaFinds() throws IOException {
    List<Path> files = files("grafana/dashboards", ".json");
    assertThat(files).isNotEmpty();
    for (Path file : files) {
      String name = file.getFileName().toString();
      JsonNode map = rendered.the("ConfigMap", "dashboard-" + name.replace(".json", ""));
      assertThat(map.at("/metadata/labels/grafana_dashboard").asText()).isEqualTo("1");
      assertThat(map.path("data").path(name).asText()).isEqualTo(Chart.string(file));
    }
  }

  @Test
  void everyServiceIsScrapedAsTheRulesKnowIt() {
    JsonNode monitor = rendered.the("ServiceMonitor", "tradewind");
    String label = monitor.at("/spec/jobLabel").asText();
    assertThat(rendered.all("Service"))
        .hasSize(5)
        .allMatch(it -> it.at("/metadata/labels").path(label).asText().equals("tradewind"))
        .allMatch(it -> it.at("/spec/ports/0/name").asText().equals("http"));
    assertThat(monitor.at("/spec/endpoints/0/path").asText()).isEqualTo("/metrics");
  }

  @Test
  void nothingOfItIsMadeUnlessAskedFor() {
    assertThat(Chart.text("")).doesNotContain("monitoring.coreos.com", "grafana_dashboard");
  }

  private static List<Path> files(String folder, String ending) throws IOException {
    try (var files = Files.list(FOLDER.resolve(folder))) {
      return files.filter(file -> file.toString().endsWith(ending)).sorted().toList();
    }
  }
}
