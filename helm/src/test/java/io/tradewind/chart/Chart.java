package io.tradewind.chart;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.marcnuri.helm.DryRun;
import com.marcnuri.helm.Helm;
import com.marcnuri.helm.LintResult;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/** The chart of this module, rendered by Helm's own engine. */
final class Chart {

  static final Path FOLDER = Path.of("tradewind").toAbsolutePath();

  /**
   * A copy in which the pod of {@code helm test} is no hook, because Helm's template omits hooks.
   */
  private static final Path UNHOOKED = unhooked();

  private static final Path MATRIX = Path.of("src/test/resources/matrix");
  private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

  private Chart() {}

  /**
   * The text that {@code helm install shop tradewind -n trade} and {@code helm test} render with
   * these values.
   *
   * @throws IllegalStateException when Helm refuses the values, with its message
   */
  static String text(String values) {
    return text(UNHOOKED, values);
  }

  static String text(Path chart, String values) {
    return withFile(
        values,
        file ->
            new Helm(chart)
                .template()
                .withName("shop")
                .withNamespace("trade")
                .withKubeVersion("1.30.0")
                .withValuesFile(file)
                .call());
  }

  /** The notes that the operator then reads, from a dry run without a cluster. */
  static String notes(String values) {
    String said =
        withFile(
            values,
            file ->
                new Helm(FOLDER)
                    .install()
                    .withName("shop")
                    .withNamespace("trade")
                    .withKubeVersion("1.30.0")
                    .withValuesFile(file)
                    .withDryRunOption(DryRun.CLIENT)
                    .clientOnly()
                    .call()
                    .getOutput());
    return said.substring(said.indexOf("NOTES:\n"));
  }

  private static String withFile(String values, Function<Path, String> work) {
    try {
      Path file = Files.createTempFile("values", ".yaml");
      try {
        Files.writeString(file, values);
        return work.apply(file);
      } finally {
        Files.delete(file);
      }
    } catch (IOException unwritable) {
      throw new UncheckedIOException(unwritable);
    }
  }

  /** The rendered objects of these values. */
  static Rendered with(String values) {
    return new Rendered(documents(text(values)));
  }

  /** Sets of values that together use every switch of the chart; the defaults come first. */
  static Stream<String> matrix() {
    try (var files = Files.list(MATRIX)) {
      List<String> names = files.map(file -> file.getFileName().toString()).sorted().toList();
      return Stream.concat(Stream.of("defaults"), names.stream());
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  static Rendered ofMatrix(String name) {
    return with(valuesOf(name));
  }

  static String valuesOf(String name) {
    return name.equals("defaults") ? "" : string(MATRIX.resolve(name));
  }

  static LintResult lint() {
    return new Helm(FOLDER).lint().strict().call();
  }

  static void pack(Path folder) {
    new Helm(FOLDER).packageIt().withDestination(folder).call();
  }

  static JsonNode values() {
    return documents(string(FOLDER.resolve("values.yaml"))).get(0);
  }

  static JsonNode schema() {
    return documents(string(FOLDER.resolve("values.schema.json"))).get(0);
  }

  static List<JsonNode> documents(String yaml) {
    List<JsonNode> documents = new ArrayList<>();
    try (var found = YAML.readerFor(JsonNode.class).<JsonNode>readValues(yaml)) {
      found.forEachRemaining(documents::add);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
    // a template that renders nothing leaves an empty document
    documents.removeIf(document -> !document.isObject());
    return documents;
  }

  static String string(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private static Path unhooked() {
    try (var files = Files.walk(FOLDER, FileVisitOption.FOLLOW_LINKS)) {
      Path copy = Files.createTempDirectory(Path.of("target").toAbsolutePath(), "unhooked");
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path target = copy.resolve(FOLDER.relativize(file).toString());
        Files.createDirectories(target.getParent());
        Files.writeString(target, string(file).replaceAll(" +helm\\.sh/hook.*\\R", ""));
      }
      return copy;
    } catch (IOException unwritable) {
      throw new UncheckedIOException(unwritable);
    }
  }
}
