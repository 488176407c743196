package io.tradewind.stack;

import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.admin.NewTopic;

/** The topics that shared-lib declares, as Kafka wants them on a single broker. */
final class Topics {

  private Topics() {}

  /** Reads {@code topics.properties} from the class path: {@code name = partitions[, compact]}. */
  static List<NewTopic> declared() {
    try (var in = Topics.class.getClassLoader().getResourceAsStream("topics.properties")) {
      if (in == null) {
        throw new StartFailure("No topics.properties on the class path: add shared-lib to it.");
      }
      return read(new StringReader(new String(in.readAllBytes(), StandardCharsets.UTF_8)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static List<NewTopic> read(Reader source) throws IOException {
    var topics = new Properties();
    topics.load(source);
    return topics.stringPropertyNames().stream()
        .sorted()
        .map(name -> topic(name, topics.getProperty(name).split("\\s*,\\s*")))
        .toList();
  }

  private static NewTopic topic(String name, String[] terms) {
    short oneBroker = 1;
    var topic = new NewTopic(name, Integer.parseInt(terms[0].strip()), oneBroker);
    return terms.length > 1 ? topic.configs(Map.of("cleanup.policy", terms[1])) : topic;
  }
}
