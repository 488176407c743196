package io.tradewind.systemtests.observability;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tradewind.systemtests.driver.NeedsProgram;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Runs Prometheus' own tool on its configuration, the rules and their tests. */
@NeedsProgram(value = "promtool", fromPackage = "prometheus")
class PrometheusRulesTest {

  @Test
  void theConfigurationAndItsRulesAreValid() throws Exception {
    promtool("check", "config", ObservabilityFiles.prometheus("prometheus.yml").toString());
  }

  @Test
  void theRulesDoWhatTheirTestsSay() throws Exception {
    List<String> command = new ArrayList<>(List.of("test", "rules"));
    tests().forEach(file -> command.add(file.toString()));

    promtool(command.toArray(String[]::new));
  }

  @Test
  void everyAlertFiresInOneTestAndIsSilentInAnother() {
    Set<String> alerts =
        ObservabilityFiles.alerts().stream()
            .map(alert -> alert.path("alert").asText())
            .collect(Collectors.toCollection(TreeSet::new));
    Set<String> firing = new TreeSet<>();
    Set<String> silent = new TreeSet<>();
    for (Path file : tests()) {
      for (JsonNode test : ObservabilityFiles.read(file).path("tests")) {
        for (JsonNode expected : test.path("alert_rule_test")) {
          (expected.path("exp_alerts").isEmpty() ? silent : firing)
              .add(expected.path("alertname").asText());
        }
      }
    }

    assertThat(firing).isEqualTo(alerts);
    assertThat(silent).isEqualTo(alerts);
  }

  private static List<Path> tests() {
    return ObservabilityFiles.files("prometheus/tests", ".test.yml");
  }

  private static void promtool(String... arguments) throws IOException, InterruptedException {
    Prometheus.promtool(Redirect.PIPE, arguments);
  }
}
