package io.tradewind.stack;

import io.tradewind.migration.Topics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Properties;
import org.apache.kafka.clients.admin.NewTopic;

/** The topics that shared-lib declares, for a single broker. */
final class DeclaredTopics {

  private DeclaredTopics() {}

  /**
   * Reads {@code topics.properties} from the class path, because there may be no WAR to read it
   * from.
   */
  static List<NewTopic> onOneBroker() {
    try (var in = DeclaredTopics.class.getClassLoader().getResourceAsStream("topics.properties")) {
      if (in == null) {
        throw new StartFailure("No topics.properties on the class path: add shared-lib to it.");
      }
      var declared = new Properties();
      declared.load(in);
      return Topics.of(declared).with(1, 1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
