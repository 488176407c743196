package io.tradewind.contracts;

import io.tradewind.architecture.Approved;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Checks that the page of all messages matches the records: topics, comments, golden examples. */
class MessageCatalogueTest {

  private static final Pattern COMMENT =
      Pattern.compile("/\\*\\*(.*?)\\*/\\s*public", Pattern.DOTALL);
  private static final Pattern PARAMETER = Pattern.compile("@param (\\w+) ([^@]*)", Pattern.DOTALL);

  @Test
  void thePageIsWhatTheRecordsSay() {
    Approved.file("../docs/messages.md").is(page());
  }

  private static String page() {
    StringBuilder page = new StringBuilder();
    page.append(
        """
        # Messages

        Every message is a CloudEvents 1.0 event in Kafka's binary mode: the attributes are record headers
        (`ce_id`, `ce_type`, `ce_source`, `ce_subject`, `ce_time`), the value is JSON, the record's key is the
        subject. A command's `ce_id` is its command id, and its answer names it as `commandId`. Amounts are
        minor units of the currency. A field may be added to v1; anything else makes a v2 beside it.

        This page is rendered from the records and their golden files; a test fails when it is not.
        """);
    for (Topic topic : Topic.values()) {
      page.append("\n## ").append(topic.topicName()).append("\n\n");
      page.append(firstSentences(topic.carries()));
      page.append(" Partitions: ").append(declared().getProperty(topic.topicName())).append(".\n");
      topic.types().forEach((type, record) -> page.append(section(type, record)));
    }
    return page.toString();
  }

  private static String section(String type, Class<? extends Message> record) {
    StringBuilder section = new StringBuilder("\n### " + type + "\n\n");
    section.append(firstSentences(record)).append("\n");
    Matcher parameter = PARAMETER.matcher(commentOf(record));
    String separator = "\n";
    while (parameter.find()) {
      section.append(separator);
      section.append("- `%s`: %s%n".formatted(parameter.group(1), parameter.group(2).strip()));
      separator = "";
    }
    return section.append("\n```json\n").append(golden(type)).append("```\n").toString();
  }

  private static String firstSentences(Class<?> type) {
    return commentOf(type).replaceAll("(?s)@param.*", "").strip();
  }

  private static String commentOf(Class<?> type) {
    Matcher comment =
        COMMENT.matcher(read("src/main/java/" + type.getName().replace('.', '/') + ".java"));
    if (!comment.find()) {
      throw new AssertionError(type + " says nothing about itself");
    }
    return comment
        .group(1)
        .replaceAll("\\s*\\n\\s*\\*[ ]?", " ")
        .replaceAll("\\{@code ([^}]*)}", "`$1`")
        .strip();
  }

  private static String golden(String type) {
    String examples = "src/test/resources/contracts/" + type;
    return read(examples + (Files.exists(Path.of(examples + "-2.json")) ? "-2.json" : ".json"));
  }

  private static Properties declared() {
    Properties topics = new Properties();
    try (var file = Topic.class.getResourceAsStream("/topics.properties")) {
      topics.load(file);
    } catch (IOException missing) {
      throw new UncheckedIOException(missing);
    }
    return topics;
  }

  private static String read(String path) {
    try {
      return Files.readString(Path.of(path));
    } catch (IOException missing) {
      throw new UncheckedIOException(missing);
    }
  }
}
