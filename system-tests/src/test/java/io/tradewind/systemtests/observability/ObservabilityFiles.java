package io.tradewind.systemtests.observability;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.tradewind.systemtests.driver.ProjectFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The files of {@code observability/} and the queries in them. */
final class ObservabilityFiles {

  private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
  private static final Path FOLDER = ProjectFolder.root().resolve("observability");

  private static final Pattern TEXT = Pattern.compile("\"(\\\\.|[^\"\\\\])*\"");
  private static final Pattern RANGE_OR_LABELS =
      Pattern.compile(
          "\\[[^]]*]|\\b(by|without|on|ignoring|group_left|group_right)\\s*\\([^)]*\\)");
  private static final Pattern SELECTOR =
      Pattern.compile("([a-zA-Z_:][\\w:]*)(\\{[^}]*})?(?![\\w:]*\\s*\\()");
  private static final Set<String> WORDS = Set.of("and", "or", "unless", "bool", "offset");

  private ObservabilityFiles() {}

  /** A query: its file, its name there and its expression. */
  record Query(String file, String name, String expression) {

    /** Metrics with the labels that the query asks for, as in {@code up{job="x"}}. */
    Set<String> selectors() {
      String text = RANGE_OR_LABELS.matcher(expression).replaceAll(" ");
      Matcher found = SELECTOR.matcher(text);
      Set<String> selectors = new TreeSet<>();
      while (found.find()) {
        boolean word = WORDS.contains(found.group(1)) || startsInsideNumber(text, found.start());
        if (!word) {
          selectors.add(found.group());
        }
      }
      return selectors;
    }

    /** Metrics without labels. */
    Set<String> metrics() {
      return selectors().stream()
          .map(selector -> selector.replaceAll("\\{.*", ""))
          .collect(Collectors.toCollection(TreeSet::new));
    }

    private static boolean startsInsideNumber(String text, int start) {
      return start > 0 && Character.isDigit(text.charAt(start - 1));
    }

    @Override
    public String toString() {
      return file + ", " + name + ": " + TEXT.matcher(expression).replaceAll("$0");
    }
  }

  static Path prometheus(String name) {
    return FOLDER.resolve("prometheus").resolve(name);
  }

  static List<Path> files(String folder, String suffix) {
    return files(FOLDER.resolve(folder), suffix);
  }

  private static List<Path> files(Path folder, String suffix) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(suffix)).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static JsonNode read(Path file) {
    try {
      return YAML.readTree(file.toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** All recording and alert rules. */
  static List<JsonNode> rules() {
    return rules(FOLDER);
  }

  private static List<JsonNode> rules(Path root) {
    List<JsonNode> rules = new ArrayList<>();
    for (Path file : files(root.resolve("prometheus/rules"), ".yml")) {
      read(file).path("groups").forEach(group -> group.path("rules").forEach(rules::add));
    }
    return rules;
  }

  static List<JsonNode> alerts() {
    return rules().stream().filter(rule -> rule.has("alert")).toList();
  }

  /** The names of the recording rules. */
  static Set<String> recorded() {
    return recorded(FOLDER);
  }

  private static Set<String> recorded(Path root) {
    return rules(root).stream()
        .filter(rule -> rule.has("record"))
        .map(rule -> rule.path("record").asText())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  static List<Query> queriesOfRules() {
    return queriesOfRules(FOLDER);
  }

  private static List<Query> queriesOfRules(Path root) {
    return rules(root).stream()
        .map(
            rule ->
                new Query(
                    "prometheus/rules",
                    rule.path("alert").asText(rule.path("record").asText()),
                    rule.path("expr").asText()))
        .toList();
  }

  static List<Query> queriesOfDashboards() {
    return queriesOfDashboards(FOLDER);
  }

  private static List<Query> queriesOfDashboards(Path root) {
    List<Query> queries = new ArrayList<>();
    for (Path file : files(root.resolve("grafana/dashboards"), ".json")) {
      for (JsonNode panel : read(file).path("panels")) {
        for (JsonNode target : panel.path("targets")) {
          String name = file.getFileName().toString();
          queries.add(new Query(name, panel.path("title").asText(), target.path("expr").asText()));
        }
      }
    }
    return queries;
  }

  /**
   * Metrics that a query asks for and that nothing exports.
   *
   * @param exported the metrics of the running system
   */
  static Set<String> unanswered(Set<String> exported) {
    return unanswered(FOLDER, exported);
  }

  /**
   * @param root a folder with the layout of {@code observability/}
   */
  static Set<String> unanswered(Path root, Set<String> exported) {
    Set<String> known = new TreeSet<>(exported);
    known.addAll(recorded(root));
    // a metric of Prometheus itself
    known.add("up");
    return Stream.of(queriesOfRules(root), queriesOfDashboards(root))
        .flatMap(List::stream)
        .flatMap(
            query ->
                query.metrics().stream()
                    .filter(metric -> !known.contains(metric))
                    .map(metric -> query.name() + " asks for " + metric))
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
