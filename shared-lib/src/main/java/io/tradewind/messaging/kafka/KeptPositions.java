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
 * Stores in the service's database how far a subscription has handled its partitions, and starts
 * there when that is less than the group's commit: then the database was restored, or a process
 * ended before it wrote.
 */
final class KeptPositions {

  private static final System.Logger LOG = System.getLogger(KeptPositions.class.getName());

  /** Up to this much is handled again after a crash. */
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
   * Seeks to the start of each partition and stores it, even before a message arrives: a copy of
   * the database must have the position of every partition.
   *
   * @param ofAnotherTopic those whose group offset is of an earlier topic of the same name
   * @throws IllegalStateException when the database cannot read or store the positions
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
   * @param next the next offset to read of each partition
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

  /** Positions that cannot be written stay due. */
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
