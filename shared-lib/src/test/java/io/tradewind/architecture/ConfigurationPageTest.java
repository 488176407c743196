package io.tradewind.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Comment;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/** The page of all settings is what the servers' fragments and the services' files say. */
class ConfigurationPageTest {

  private static final Path ROOT = Path.of("..");
  private static final List<String> SERVICES =
      List.of("user-war", "order-war", "payment-war", "inventory-war", "notification-war");

  /** One setting, by the name of its environment variable. */
  private record Setting(String variable, String otherwise, String effect) {

    String row() {
      return "| `%s` | %s | %s |%n"
          .formatted(variable, otherwise.isEmpty() ? "" : "`" + otherwise + "`", effect);
    }
  }

  @Test
  void thePageIsWhatTheFilesSay() throws Exception {
    Approved.file("../docs/configuration.md").is(page());
  }

  @Test
  void everySettingOfAServiceSaysWhatItDoes() throws Exception {
    for (String service : SERVICES) {
      assertThat(ofService(service)).as(service).noneMatch(setting -> setting.effect().isBlank());
    }
  }

  private static String page() throws Exception {
    StringBuilder page = new StringBuilder();
    page.append(
        """
        # Configuration

        Every setting is an environment variable; the default in the second column holds where none is set.
        Durations are ISO 8601 (`PT30S`) unless the name gives a unit. Passwords and keys have no default:
        `USERS_DB_PASSWORD`, `ORDERS_DB_PASSWORD`, `PAYMENTS_DB_PASSWORD`, `INVENTORY_DB_PASSWORD`,
        `NOTIFICATIONS_DB_PASSWORD`, `KEYSTORE_PASSWORD`, `TOKEN_KEY_SECRET` (encrypts signing keys at rest) and
        `TRADEWIND_ADMIN_PASSWORD` (the first admin, `ADMIN_EMAIL`).

        This page is rendered from the server fragments and the services' files; a test fails when it is not.

        ## Every server

        | variable | default | effect |
        |---|---|---|
        """);
    for (Setting setting : ofServers()) {
      page.append(setting.row());
    }
    for (String service : SERVICES) {
      page.append("\n## ")
          .append(service)
          .append("\n\n| variable | default | effect |\n|---|---|---|\n");
      ofService(service).forEach(setting -> page.append(setting.row()));
    }
    page.append(
        """

        ## Channels

        A channel is set by `MP_MESSAGING_INCOMING_<CHANNEL>_<ATTRIBUTE>`, with every character that is not a letter
        or digit written as `_`.

        | attribute | default | effect |
        |---|---|---|
        | `connector` | `tradewind-kafka` | who brings the messages |
        | `bootstrap.servers` | `KAFKA_BOOTSTRAP_SERVERS` | where the broker is |
        | `gather.max.ms` | `40` | the longest wait for more messages after a first, when the machine's processors are busy |
        | `batch.max` | `500` | messages in one transaction |
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
    List<Setting> settings = new ArrayList<>();
    var variables = server.getElementsByTagName("variable");
    for (int i = 0; i < variables.getLength(); i++) {
      Element variable = (Element) variables.item(i);
      settings.add(
          new Setting(
              environmentName(variable.getAttribute("name")),
              variable.getAttribute("defaultValue"),
              effectOf(variable, server.getAttribute("description"))));
    }
    return settings;
  }

  /** The comment just above, or what its fragment is about. */
  private static String effectOf(Element variable, String fragment) {
    Node before = variable.getPreviousSibling();
    while (before != null && before.getNodeType() == Node.TEXT_NODE) {
      before = before.getPreviousSibling();
    }
    return before instanceof Comment comment ? oneLine(comment.getData()) : oneLine(fragment);
  }

  private static List<Setting> ofService(String service) throws IOException {
    List<Setting> settings = new ArrayList<>();
    String comment = "";
    boolean goesOn = false;
    for (String line :
        Files.readAllLines(
            ROOT.resolve(service)
                .resolve("src/main/resources/META-INF/microprofile-config.properties"))) {
      if (line.startsWith("#")) {
        comment = goesOn ? comment + " " + line.substring(1).strip() : line.substring(1).strip();
        goesOn = true;
      } else {
        goesOn = false;
        if (isSetting(line)) {
          String[] parts = line.split("=", 2);
          settings.add(new Setting(environmentName(parts[0]), otherwise(parts[1]), comment));
        }
      }
    }
    return settings;
  }

  /** What binds a service to its channels is not for an operator to change. */
  private static boolean isSetting(String line) {
    return line.contains("=")
        && !line.startsWith("tradewind.service=")
        && !line.startsWith("mp.messaging.");
  }

  /** A default that is another variable's value is named by that variable. */
  private static String otherwise(String value) {
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
