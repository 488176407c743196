package io.tradewind.messaging.kafka;

import io.tradewind.messaging.Positions;
import io.tradewind.scheduling.Interval;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Whether the whole group has handled everything on its topic, as the broker counts. A member knows
 * only its own partitions, none before its first assignment, and not the batch that it handles.
 * Each query costs a connection, so a "no" is cached for some seconds.
 *
 * <p>A group whose database was restored has handled less than the broker counts: then the
 * database's positions count, unless they were written so recently that they only lag behind.
 */
public final class GroupBacklog implements BooleanSupplier {

  private static final System.Logger LOG = System.getLogger(GroupBacklog.class.getName());
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final Duration AFTER_A_NO = Duration.ofSeconds(5);

  /** Several times the interval between two writes of the positions. */
  private static final Duration TRAILING = Duration.ofSeconds(15);

  private final Map<String, Object> settings;
  private final String topic;
  private final Positions positions;
  private final Interval questions = new Interval(AFTER_A_NO);

  /**
   * @param settings as of {@link KafkaSettings#consumer}
   */
  public GroupBacklog(Map<String, Object> settings, String topic, Positions positions) {
    this.settings = new HashMap<>(settings);
    this.settings.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) PATIENCE.toMillis());
    this.topic = topic;
    this.positions = positions;
  }

  /** True when nothing is left; false also when the broker does not answer or has no such topic. */
  @Override
  public synchronized boolean getAsBoolean() {
    if (!questions.passed()) {
      return false;
    }
    boolean nothingLeft = ask();
    if (!nothingLeft) {
      questions.restart();
    }
    return nothingLeft;
  }

  private boolean ask() {
    try (KafkaConsumer<byte[], byte[]> client =
        new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          client.partitionsFor(topic).stream()
              .map(info -> new TopicPartition(topic, info.partition()))
              .toList();
      Map<TopicPartition, OffsetAndMetadata> handled = client.committed(new HashSet<>(partitions));
      Map<TopicPartition, Long> firsts = client.beginningOffsets(partitions);
      Map<TopicPartition, Long> ends = client.endOffsets(partitions);
      Map<Integer, Long> here = positions.unchangedFor(TRAILING);
      return !partitions.isEmpty()
          && partitions.stream()
              .allMatch(
                  at ->
                      next(handled.get(at), here.get(at.partition()), firsts.get(at))
                          >= ends.get(at));
    } catch (KafkaException | IllegalStateException away) {
      LOG.log(System.Logger.Level.DEBUG, "the backlog of {0} is unknown: {1}", topic, away);
      return false;
    }
  }

  private static long next(OffsetAndMetadata handled, Long here, long first) {
    long next = handled == null ? first : handled.offset();
    return here == null ? next : Math.min(next, Math.max(here, first));
  }
}
