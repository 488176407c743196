package io.tradewind.messaging.kafka;

import io.tradewind.scheduling.Interval;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.WakeupException;

/**
 * How far this member has handled its partitions, and which of those offsets are not committed yet.
 *
 * <p>A failed commit is repeated with the newest offset: the client does not retry it, and without
 * another message nothing else would.
 *
 * <p>Each offset is committed with the id of its topic. A topic that is deleted and created again
 * counts from 0, so an offset of the old one is invalid for the new one, whoever committed it and
 * however late. The leader epoch is omitted: a client that reads one from its group accepts no
 * leader with a lower epoch, and the epochs of a new topic start at 0.
 */
final class Offsets {

  private static final System.Logger LOG = System.getLogger(Offsets.class.getName());
  private static final Duration BETWEEN_COMMITS = Duration.ofMillis(200);

  /** Part of the 30 s that the server allows for a stop. */
  static final Duration PATIENCE = Duration.ofSeconds(3);

  private final Consumer<byte[], byte[]> consumer;
  private final String topicId;
  private final Interval commits = new Interval(BETWEEN_COMMITS);
  private final Map<TopicPartition, OffsetAndMetadata> handled = new HashMap<>();
  private final Set<TopicPartition> uncommitted = new HashSet<>();

  Offsets(Consumer<byte[], byte[]> consumer, Uuid topicId) {
    this.consumer = consumer;
    this.topicId = topicId.toString();
  }

  /**
   * @param next the next offset to read of each partition
   */
  void handled(Map<TopicPartition, OffsetAndMetadata> next) {
    next.forEach(
        (partition, recordId) ->
            handled.put(partition, new OffsetAndMetadata(recordId.offset(), topicId)));
    uncommitted.addAll(next.keySet());
    commitWhenDue();
  }

  /** Commits asynchronously; what fails stays due. */
  void commitWhenDue() {
    if (uncommitted.isEmpty() || !commits.passed()) {
      return;
    }
    commits.restart();
    Map<TopicPartition, OffsetAndMetadata> offsets = newestOf(uncommitted);
    uncommitted.clear();
    consumer.commitAsync(
        offsets,
        (asked, failure) -> {
          if (failure != null) {
            LOG.log(System.Logger.Level.DEBUG, "offsets not committed yet: {0}", failure);
            uncommitted.addAll(newestOf(offsets.keySet()).keySet());
          }
        });
  }

  /** Commits synchronously, because the partitions are revoked. */
  void commitNow(Collection<TopicPartition> partitions) {
    Set<TopicPartition> asked = new HashSet<>(uncommitted);
    asked.retainAll(Set.copyOf(partitions));
    if (asked.isEmpty()) {
      return;
    }
    try {
      commitSyncUnlessWoken(newestOf(asked));
    } catch (KafkaException failed) {
      LOG.log(
          System.Logger.Level.WARNING, "offsets not committed, will be handled again: {0}", failed);
    }
    uncommitted.removeAll(asked);
  }

  /** An earlier wake-up interrupts the first attempt; it is no failure. */
  private void commitSyncUnlessWoken(Map<TopicPartition, OffsetAndMetadata> offsets) {
    try {
      consumer.commitSync(offsets, PATIENCE);
    } catch (WakeupException woken) {
      consumer.commitSync(offsets, PATIENCE);
    }
  }

  void commitAllNow() {
    commitNow(handled.keySet());
  }

  void forget(Collection<TopicPartition> partitions) {
    handled.keySet().removeAll(partitions);
    uncommitted.removeAll(partitions);
  }

  /** Those whose group offset is of an earlier topic of the same name. */
  Set<TopicPartition> ofAnotherTopic(Collection<TopicPartition> partitions) {
    return consumer.committed(Set.copyOf(partitions)).entrySet().stream()
        .filter(entry -> entry.getValue() != null && isOfAnother(entry.getValue()))
        .map(Map.Entry::getKey)
        .collect(Collectors.toSet());
  }

  /** An offset without a topic id was committed by an earlier version or set by an operator. */
  private boolean isOfAnother(OffsetAndMetadata committed) {
    return !committed.metadata().isEmpty() && !committed.metadata().equals(topicId);
  }

  private Map<TopicPartition, OffsetAndMetadata> newestOf(Set<TopicPartition> partitions) {
    Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>(handled);
    offsets.keySet().retainAll(partitions);
    return offsets;
  }
}
