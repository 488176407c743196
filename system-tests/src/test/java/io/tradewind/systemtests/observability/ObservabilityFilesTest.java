package io.tradewind.systemtests.observability;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tradewind.systemtests.driver.ProjectFolder;
import io.tradewind.systemtests.observability.ObservabilityFiles.Query;
import java.util.List;
import org.junit.jupiter.api.Test;

class ObservabilityFilesTest {

  @Test
  void aQueryIsAskedForItsMetricsAndNotForItsFunctionsAndLabels() {
    Query query =
        new Query(
            "file",
            "panel",
            "histogram_quantile(0.95, sum by (le, step) (rate(steps_bucket{step=~\"A|B\"}[5m])))"
                + " / on (step) group_left (slo) max without(pod) (budget:ratio) > bool 14.4e3"
                + " unless absent(up offset 5m)");

    assertThat(query.selectors())
        .containsExactlyInAnyOrder("steps_bucket{step=~\"A|B\"}", "budget:ratio", "up");
    assertThat(query.metrics()).containsExactlyInAnyOrder("steps_bucket", "budget:ratio", "up");
  }

  @Test
  void everyAlertHasAPageThatSaysWhatToDo() {
    List<String> objectives =
        ObservabilityFiles.rules().stream()
            .map(rule -> rule.path("labels").path("slo").asText(""))
            .filter(slo -> !slo.isEmpty())
            .distinct()
            .toList();

    assertThat(ObservabilityFiles.alerts()).isNotEmpty();
    for (JsonNode alert : ObservabilityFiles.alerts()) {
      String page = alert.path("annotations").path("runbook_url").asText();
      List<String> pages =
          page.contains("{{ $labels.slo }}")
              ? objectives.stream().map(slo -> page.replace("{{ $labels.slo }}", slo)).toList()
              : List.of(page);
      assertThat(pages)
          .as(alert.path("alert").asText())
          .isNotEmpty()
          .allSatisfy(path -> assertThat(ProjectFolder.root().resolve(path)).isRegularFile());
      assertThat(alert.path("labels").path("severity").asText()).isIn("page", "ticket");
    }
  }
}
