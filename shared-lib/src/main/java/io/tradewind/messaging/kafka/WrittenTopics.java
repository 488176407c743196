package io.tradewind.messaging.kafka;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Whether the topics that a service writes exist; the channels check those that it reads. After one
 * success there is no further query: a broker that fails later is waited for.
 */
public final class WrittenTopics {

  /** Shorter than a probe's time-out. */
  private static final Duration PATIENCE = Duration.ofMillis(800);

  private final Map<String, Object> settings;
  private final List<String> topics;
  private volatile boolean seen;

  /**
   * @param settings of a consumer, which never joins its group
   */
  public WrittenTopics(Map<String, Object> settings, List<String> topics) {
    this.settings = settings;
    this.topics = topics;
    this.seen = topics.isEmpty();
  }

  public boolean there() {
    if (!seen) {
      seen = ask();
    }
    return seen;
  }

  private boolean ask() {
    try (KafkaConsumer<byte[], byte[]> client =
        new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      Set<String> known = client.listTopics(PATIENCE).keySet();
      return known.containsAll(topics);
    } catch (KafkaException away) {
      return false;
    }
  }
}
