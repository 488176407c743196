package io.tradewind.messaging.kafka;

import io.tradewind.messaging.Positions;
import io.tradewind.scheduling.Interval;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;

/**
 * Keeps in the service's database how far a subscription has handled its partitions, and begins
 * there where that is less than the group has committed: then the database was restored, or a
 * process ended before it wrote.
 */
final class KeptPositions {

  private static final System.Logger LOG = System.getLogger(KeptPositions.class.getName());

  /** What a process that ends had not written is handled again. */
  private static final Duration BETWEEN_WRITINGS = Duration.ofSeconds(2);

  private final Consumer<byte[], byte[]> consumer;
  private final Positions positions;
  private final String topicId;
  private final Map<TopicPartition, OffsetAndMetadata> unwritten = new HashMap<>();
  private final Interval writings = new Interval(BETWEEN_WRITINGS);

  KeptPositions(Consumer<byte[], byte[]> consumer, Positions positions, Uuid topicId) {
    this.topicId = topicId.toString();
    this.consumer = consumer;
    this.positions = positions;
  }

  /**
   * Moves the subscription where it has to begin, and remembers that of every partition: a copy of
   * the database must say where it stands also in one from which nothing has come yet.
   *
   * @param ofAnotherTopic of these, where the group stands in an earlier topic of the same name
   * @throws IllegalStateException when the database does not say where, or cannot remember it
   */
  void begin(Collection<TopicPartition> assigned, Set<TopicPartition> ofAnotherTopic) {
    if (assigned.isEmpty()) {
      return;
    }
    Map<Integer, Long> known = positions.known(topicId);
    Map<TopicPartition, OffsetAndMetadata> group = consumer.committed(Set.copyOf(assigned));
    Map<Integer, Long> begun = new HashMap<>();
    for (TopicPartition partition : assigned) {
      OffsetAndMetadata committed =
          ofAnotherTopic.contains(partition) ? null : group.get(partition);
      Long here = known.get(partition.partition());
      if (here == null) {
        begun.put(partition.partition(), beginUnknown(partition, committed));
      } else {
        begin(partition, here, committed);
      }
    }
    if (!begun.isEmpty() && !positions.keep(topicId, begun)) {
      throw new IllegalStateException(
          "the database does not remember where it begins to read: " + begun);
    }
  }

  private long beginUnknown(TopicPartition partition, OffsetAndMetadata group) {
    if (positions.everythingIsNeeded()) {
      LOG.log(System.Logger.Level.INFO, "reading {0} from the first record", partition);
      consumer.seekToBeginning(List.of(partition));
      return 0;
    }
    return group == null ? 0 : group.offset();
  }

  private void begin(TopicPartition partition, long here, OffsetAndMetadata group) {
    if (group != null && here < group.offset()) {
      LOG.log(
          System.Logger.Level.INFO,
          "reading {0} from {1} and not from {2}: the database has not taken in more",
          partition,
          here,
          group.offset());
      consumer.seek(partition, here);
    }
  }

  /**
   * @param next of each partition, what is to be read next
   */
  void handled(Map<TopicPartition, OffsetAndMetadata> next) {
    unwritten.putAll(next);
  }

  void writeWhenDue() {
    if (!unwritten.isEmpty() && writings.passed()) {
      writings.restart();
      writeNow(Set.copyOf(unwritten.keySet()));
    }
  }

  void writeAllNow() {
    writeNow(Set.copyOf(unwritten.keySet()));
  }

  /** What cannot be written is due again. */
  void writeNow(Collection<TopicPartition> partitions) {
    Map<Integer, Long> handled = new HashMap<>();
    unwritten.forEach(
        (partition, next) -> {
          if (partitions.contains(partition)) {
            handled.put(partition.partition(), next.offset());
          }
        });
    if (!handled.isEmpty() && positions.keep(topicId, handled)) {
      unwritten.keySet().removeAll(Set.copyOf(partitions));
    }
  }

  void forget(Collection<TopicPartition> partitions) {
    partitions.forEach(unwritten::remove);
  }
}
