package io.tradewind.chart;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradewind.architecture.Approved;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ChartTest {

  @Test
  void lintsWithoutAWarning() {
    var result = Chart.lint();
    assertThat(result.isFailed()).as("%s", result.getMessages()).isFalse();
    assertThat(result.getMessages()).noneMatch(message -> message.contains("WARNING"));
  }

  @Test
  void rendersWhatWasApproved() {
    Approved.file("src/test/resources/golden.yaml").is(Chart.text(""));
  }

  /** Links into the checkout become files, so that a packaged chart needs no checkout. */
  @Test
  void thePackageMakesWhatTheFolderMakes(@TempDir Path folder) throws Exception {
    Chart.pack(folder);
    try (var files = Files.list(folder)) {
      Path pack = files.findFirst().orElseThrow();
      String values =
          "{kafka: {strimzi: {enabled: true}}, monitoring: {rules: true, dashboards: true}}";
      assertThat(Chart.text(pack, values)).isEqualTo(Chart.text(Chart.FOLDER, values));
    }
  }

  @Test
  void onlyTheTestsAreHooks() throws Exception {
    try (var files = Files.walk(Chart.FOLDER.resolve("templates"))) {
      assertThat(
              files
                  .filter(Files::isRegularFile)
                  .filter(file -> Chart.string(file).contains("helm.sh/hook: test")))
          .extracting(file -> file.getFileName().toString())
          .containsExactly("pod-order.yaml");
    }
    assertThat(Chart.text(Chart.FOLDER, "")).doesNotContain("helm.sh/hook");
  }

  @ParameterizedTest
  @MethodSource("io.tradewind.chart.Chart#matrix")
  void noTwoObjectsHaveOneName(String values) {
    List<String> names =
        Chart.ofMatrix(values).objects().stream()
            .map(it -> it.path("kind").asText() + "/" + it.at("/metadata/name").asText())
            .toList();
    assertThat(names).doesNotHaveDuplicates();
  }

  @Test
  void twoReleasesShareANamespace() {
    List<String> one = names(Chart.with("namePrefix: green-"));
    List<String> other = names(Chart.ofMatrix("second-release.yaml"));
    assertThat(one).doesNotContainAnyElementsOf(other);
  }

  private static List<String> names(Rendered rendered) {
    return rendered.objects().stream()
        .map(it -> it.path("kind").asText() + "/" + it.at("/metadata/name").asText())
        .toList();
  }

  @Test
  void templatesStayShort() throws Exception {
    try (var files = Files.walk(Chart.FOLDER.resolve("templates"))) {
      for (Path template : files.filter(Files::isRegularFile).toList()) {
        assertThat(Files.readAllLines(template)).as(template.toString()).hasSizeLessThan(80);
      }
    }
  }
}
