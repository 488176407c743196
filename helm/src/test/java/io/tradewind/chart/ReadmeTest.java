package io.tradewind.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tradewind.architecture.Approved;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;

/** Checks that the table of values in the chart's README matches values.yaml with its comments. */
class ReadmeTest {

  private static final String BEGIN = "<!-- rendered from values.yaml -->\n";
  private static final String END = "<!-- end -->\n";

  private record Value(String path, String otherwise, String meaning) {}

  @Test
  void theTableIsWhatTheValuesSay() {
    String readme = Chart.string(Chart.FOLDER.resolve("README.md"));
    int begin = readme.indexOf(BEGIN) + BEGIN.length();
    StringBuilder table = new StringBuilder("| value | default | meaning |\n|---|---|---|\n");
    for (Value value : documented()) {
      table.append("| `%s` | %s | %s |%n".formatted(value.path, value.otherwise, value.meaning));
    }
    Approved.file("tradewind/README.md")
        .is(readme.substring(0, begin) + table + readme.substring(readme.indexOf(END, begin)));
  }

  @Test
  void everyValueSaysWhatItMeans() {
    assertThat(documented()).hasSizeGreaterThan(80).noneMatch(value -> value.meaning.isBlank());
  }

  @Test
  void everySecretThatIsNamedIsInTheListOfThoseToBring() {
    String readme = Chart.string(Chart.FOLDER.resolve("README.md"));
    List<String> named =
        Chart.values().findValuesAsText("existingSecret").stream()
            .filter(secret -> !secret.isEmpty())
            .toList();

    assertThat(named).hasSizeGreaterThan(5);
    assertThat(named).allSatisfy(secret -> assertThat(readme).contains("| `" + secret + "` | "));
  }

  private static List<Value> documented() {
    var options = new LoaderOptions();
    options.setProcessComments(true);
    String yaml = Chart.string(Chart.FOLDER.resolve("values.yaml"));
    Node root = new Yaml(options).compose(new java.io.StringReader(yaml));
    List<Value> values = new ArrayList<>();
    walk((MappingNode) root, "", "", Chart.values(), values);
    // a service repeats names of the defaults: only its commented values become rows
    values.removeIf(it -> it.path.startsWith("services.") && it.meaning.isBlank());
    return values;
  }

  /**
   * Adds a row for each value with a comment, and for each value below it without its own comment.
   */
  private static void walk(
      MappingNode mapping, String prefix, String inherited, JsonNode values, List<Value> rows) {
    for (NodeTuple tuple : mapping.getValue()) {
      String key = ((ScalarNode) tuple.getKeyNode()).getValue();
      String path = prefix + key;
      Optional<String> comment = comment(tuple.getKeyNode());
      JsonNode value = values.path(key);
      if (comment.isEmpty()
          && tuple.getValueNode() instanceof MappingNode below
          && value.size() > 0) {
        walk(below, path + ".", inherited, value, rows);
      } else if (path.equals("defaults") || path.equals("services")) {
        rows.add(new Value(path, "", comment.orElse("")));
        walk((MappingNode) tuple.getValueNode(), path + ".", "", value, rows);
      } else {
        rows.add(new Value(path, "`" + value + "`", comment.orElse(inherited)));
      }
    }
  }

  private static Optional<String> comment(Node key) {
    if (key.getBlockComments() == null) {
      return Optional.empty();
    }
    List<String> lines =
        key.getBlockComments().stream()
            .map(line -> line.getValue().strip())
            .filter(line -> !line.isEmpty())
            .toList();
    return lines.isEmpty() ? Optional.empty() : Optional.of(String.join(" ", lines));
  }
}
