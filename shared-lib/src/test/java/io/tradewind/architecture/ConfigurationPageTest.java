package io.tradewind.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Comment;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/** Checks that the page of all settings matches the server fragments and the services' files. */
class ConfigurationPageTest {

  private static final Path ROOT = Path.of("..");
  private static final List<String> MODULES =
      List.of(
          "shared-lib",
          "user-war",
          "order-war",
          "payment-war",
          "inventory-war",
          "notification-war");

  private static final String RULE = ".is";
  private static final String DEPRECATED = "Deprecated: use ";
  private static final Pattern DURATION_BY_OLD_NAME =
      Pattern.compile("PT?\\$\\{[a-z.]+:\\d+}[DHMS]");

  /**
   * One setting, identified by its environment variable.
   *
   * @param otherwise the default; empty when there is none
   * @param allowed the allowed values, with their unit
   */
  private record Setting(String variable, String otherwise, String allowed, String effect) {

    String row() {
      return "| `%s` | %s | %s | %s |%n"
          .formatted(variable, otherwise.isEmpty() ? "" : "`" + otherwise + "`", allowed, effect);
    }
  }

  @Test
  void thePageIsWhatTheFilesSay() throws Exception {
    Approved.file("../docs/configuration.md").is(page());
  }

  @Test
  void everySettingSaysWhatItDoesAndWhatItMayBe() throws Exception {
    for (List<Setting> settings : everything()) {
      assertThat(settings)
          .isNotEmpty()
          .noneMatch(setting -> setting.effect().isBlank())
          .noneMatch(setting -> setting.allowed().isBlank());
    }
  }

  @Test
  void everySettingThatTheCodeReadsIsOnThePage() throws Exception {
    String page = page();
    Pattern read = Pattern.compile("@ConfigProperty\\(\\s*name = \"([^\"]+)\"");
    List<String> unknown = new ArrayList<>();
    for (String module : MODULES) {
      try (Stream<Path> sources = Files.walk(ROOT.resolve(module).resolve("src/main/java"))) {
        for (Path source : sources.filter(path -> path.toString().endsWith(".java")).toList()) {
          read.matcher(Files.readString(source))
              .results()
              .map(match -> match.group(1))
              .filter(name -> !name.equals("tradewind.service"))
              .filter(name -> !page.contains("`" + environmentName(name) + "`"))
              .forEach(unknown::add);
        }
      }
    }
    assertThat(unknown).isEmpty();
  }

  @Test
  void theOldSpellingOfADurationIsStillRead() throws Exception {
    Map<String, String> spellings = new LinkedHashMap<>();
    StringBuilder readers = new StringBuilder();
    for (String module : MODULES) {
      for (Setting setting : ofModule(module)) {
        if (setting.effect().startsWith(DEPRECATED)) {
          String current = setting.effect().substring(DEPRECATED.length()).replace(".", "");
          spellings.put(setting.variable(), current);
        }
      }
      readers.append(Files.readString(settingsOf(module)));
      try (Stream<Path> sources = Files.walk(ROOT.resolve(module).resolve("src/main/java"))) {
        for (Path source : sources.filter(path -> path.toString().endsWith(".java")).toList()) {
          readers.append(Files.readString(source));
        }
      }
    }
    // a name is read in the default of the new spelling, or by an injection beside it
    String read =
        Pattern.compile("(?:\\$\\{|@ConfigProperty\\(name = \")([a-z.-]+)")
            .matcher(readers)
            .results()
            .map(match -> environmentName(match.group(1)))
            .collect(Collectors.joining(" ", " ", " "));
    assertThat(spellings).hasSize(12);
    spellings.forEach(
        (old, current) -> assertThat(read).contains(" " + old + " ").contains(" " + current + " "));
  }

  private static List<List<Setting>> everything() throws Exception {
    List<List<Setting>> all = new ArrayList<>(List.of(ofServers()));
    for (String module : MODULES) {
      all.add(ofModule(module));
    }
    return all;
  }

  private static String page() throws Exception {
    StringBuilder page = new StringBuilder();
    page.append(
        """
        # Configuration

        Every setting is an environment variable, or a file of that name in a folder that `VARIABLE_SOURCE_DIRS`
        names, which is how secrets are given. The default holds where none is set. A number stands with its range
        and unit; durations are ISO 8601 (`PT30S`). A service that is given anything else, or lacks a secret, is
        not started: it says in one line which setting is meant and what would do, and stays unready.

        This page is rendered from the server fragments and the services' files; a test fails when it is not.

        ## Every server

        | variable | default | allowed | effect |
        |---|---|---|---|
        """);
    for (Setting setting : ofServers()) {
      page.append(setting.row());
    }
    for (String module : MODULES) {
      page.append("\n## ")
          .append(module.equals("shared-lib") ? "Every service" : module)
          .append("\n\n| variable | default | allowed | effect |\n|---|---|---|---|\n");
      ofModule(module).forEach(setting -> page.append(setting.row()));
    }
    page.append(
        """

        ## The command that migrates

        It reads `<SERVICE>_DB_HOST` and `_PORT` (both must be set), `_NAME`, `_USER` and `_SSLMODE` like the
        server, `KAFKA_BOOTSTRAP_SERVERS` (must be set), `KAFKA_CLIENT_PROPERTIES`, and:

        | variable | default | allowed | effect |
        |---|---|---|---|
        | `<SERVICE>_DB_OWNER` | `<service>_owner` | text | The role that owns the database and migrates it; the server must not sign in as it. |
        | `<SERVICE>_DB_OWNER_PASSWORD` | | secret of 1 character | The password of that role. |
        | `TOPICS` | `create` | create or require | Whether missing topics are made, or waited for because somebody else makes them. |
        | `TOPIC_REPLICATION` | `3` | 1..9 brokers | How many brokers hold each partition of a new topic. |
        | `TOPIC_MIN_INSYNC_REPLICAS` | one less than that, at least 1 | 1 to that many brokers | How many of them must have a message before it counts as stored. |

        ## Channels

        A channel is set by `MP_MESSAGING_INCOMING_<CHANNEL>_<ATTRIBUTE>`, with every character that is not a letter
        or digit written as `_`.

        | attribute | default | effect |
        |---|---|---|
        | `connector` | `tradewind-kafka` | who brings the messages |
        | `bootstrap.servers` | `KAFKA_BOOTSTRAP_SERVERS` | where the broker is |
        | `client.properties` | `KAFKA_CLIENT_PROPERTIES` | a properties file of the Kafka client |
        | `batch.max` | `500` | messages in one transaction |
        | `batch.max.bytes` | `4194304` | bytes of keys, values and headers in one transaction, and fetched ahead from one broker; a larger message goes alone |
        | `kafka.*` | | goes to the Kafka client as it is, without the prefix |
        """);
    return page.toString();
  }

  private static List<Setting> ofServers() throws Exception {
    List<Setting> settings = new ArrayList<>();
    try (Stream<Path> fragments =
        Files.list(ROOT.resolve("liberty-config/src/main/liberty/fragments"))) {
      for (Path fragment : fragments.sorted().toList()) {
        settings.addAll(ofFragment(fragment));
      }
    }
    return settings;
  }

  private static List<Setting> ofFragment(Path fragment) throws Exception {
    Element server =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(fragment.toFile())
            .getDocumentElement();
    Map<String, String> values = new LinkedHashMap<>();
    Map<String, String> effects = new HashMap<>();
    var variables = server.getElementsByTagName("variable");
    for (int i = 0; i < variables.getLength(); i++) {
      Element variable = (Element) variables.item(i);
      values.put(variable.getAttribute("name"), variable.getAttribute("defaultValue"));
      commentAbove(variable)
          .ifPresent(text -> effects.put(base(variable.getAttribute("name")), text));
    }
    return settings(values, effects);
  }

  private static Optional<String> commentAbove(Element variable) {
    Node before = variable.getPreviousSibling();
    while (before != null && before.getNodeType() == Node.TEXT_NODE) {
      before = before.getPreviousSibling();
    }
    return before instanceof Comment comment
        ? Optional.of(oneLine(comment.getData()))
        : Optional.empty();
  }

  private static List<Setting> ofModule(String module) throws IOException {
    Map<String, String> values = new LinkedHashMap<>();
    Map<String, String> effects = new HashMap<>();
    StringBuilder comment = new StringBuilder();
    for (String line : Files.readAllLines(settingsOf(module))) {
      if (line.startsWith("#")) {
        comment.append(line.substring(1));
      } else {
        if (isSetting(line)) {
          String[] parts = line.split("=", 2);
          values.put(parts[0], otherwise(parts[1]));
          effects.putIfAbsent(base(parts[0]), oneLine(comment.toString()));
        }
        comment.setLength(0);
      }
    }
    return settings(values, effects);
  }

  private static Path settingsOf(String module) {
    return ROOT.resolve(module)
        .resolve("src/main/resources/META-INF/microprofile-config.properties");
  }

  /** A secret has a rule and no default. */
  private static List<Setting> settings(Map<String, String> values, Map<String, String> effects) {
    return values.keySet().stream()
        .map(ConfigurationPageTest::base)
        .distinct()
        .map(
            name ->
                new Setting(
                    environmentName(name),
                    values.getOrDefault(name, ""),
                    values.getOrDefault(name + RULE, ""),
                    effects.getOrDefault(name, "")))
        .toList();
  }

  private static String base(String name) {
    return name.endsWith(RULE) ? name.substring(0, name.length() - RULE.length()) : name;
  }

  /**
   * Excludes the properties that bind a service to its channels: operators must not change them.
   */
  private static boolean isSetting(String line) {
    return line.contains("=")
        && !line.startsWith("tradewind.service=")
        && !line.startsWith("mp.messaging.")
        && !line.startsWith("mp.openapi.");
  }

  /**
   * A default that refers to another variable is shown as the name of that variable. When that
   * variable is only the old spelling of the same duration, the duration itself is the default.
   */
  private static String otherwise(String value) {
    if (DURATION_BY_OLD_NAME.matcher(value).matches()) {
      return value.replaceAll("\\$\\{[^:]+:(\\d+)}", "$1");
    }
    return Pattern.compile("\\$\\{([a-z.]+)(:[^}]*)?}")
        .matcher(value)
        .replaceAll(variable -> environmentName(variable.group(1)));
  }

  private static String environmentName(String property) {
    return property.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT);
  }

  private static String oneLine(String text) {
    return text.strip().replaceAll("\\s+", " ");
  }
}
