package io.tradewind.messaging.kafka;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;

/**
 * Records that were polled and not handed out yet. The client limits a poll only by number; here a
 * batch is limited by bytes too, and the rest waits for the next one.
 */
final class Polled {

  private final long largestBytes;
  private final List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
  private final Map<TopicPartition, OffsetAndMetadata> behind = new HashMap<>();

  /** Records in order, and the next offsets of their partitions. */
  record Cut(
      List<ConsumerRecord<byte[], byte[]>> records, Map<TopicPartition, OffsetAndMetadata> next) {}

  /**
   * @param largestBytes of a batch: keys, values and headers
   */
  Polled(long largestBytes) {
    this.largestBytes = largestBytes;
  }

  void add(ConsumerRecords<byte[], byte[]> polled) {
    polled.forEach(records::add);
    behind.putAll(polled.nextOffsets());
  }

  boolean isEmpty() {
    return records.isEmpty();
  }

  int size() {
    return records.size();
  }

  /** Whether these records fill a batch of that size. */
  boolean fill(int limit) {
    return records.size() >= limit || fitting(limit) < records.size();
  }

  /** A record larger than a batch goes alone. */
  private int fitting(int limit) {
    int count = 0;
    long bytes = 0;
    while (count < records.size() && count < limit) {
      bytes += bytesOf(records.get(count));
      if (count > 0 && bytes > largestBytes) {
        break;
      }
      count++;
    }
    return count;
  }

  Cut cut(int limit) {
    List<ConsumerRecord<byte[], byte[]>> first = records.subList(0, fitting(limit));
    List<ConsumerRecord<byte[], byte[]>> batch = List.copyOf(first);
    first.clear();
    Map<TopicPartition, OffsetAndMetadata> next = new HashMap<>(behind);
    for (int i = records.size() - 1; i >= 0; i--) {
      next.put(partitionOf(records.get(i)), placeOf(records.get(i)));
    }
    behind
        .keySet()
        .retainAll(records.stream().map(Polled::partitionOf).collect(Collectors.toSet()));
    return new Cut(batch, next);
  }

  void forget(Collection<TopicPartition> partitions) {
    records.removeIf(record -> partitions.contains(partitionOf(record)));
    behind.keySet().removeAll(partitions);
  }

  static TopicPartition partitionOf(ConsumerRecord<?, ?> record) {
    return new TopicPartition(record.topic(), record.partition());
  }

  private static OffsetAndMetadata placeOf(ConsumerRecord<?, ?> record) {
    return new OffsetAndMetadata(record.offset(), record.leaderEpoch(), "");
  }

  private static long bytesOf(ConsumerRecord<byte[], byte[]> record) {
    long bytes = lengthOf(record.key()) + lengthOf(record.value());
    for (Header header : record.headers()) {
      bytes += header.key().length() + lengthOf(header.value());
    }
    return bytes;
  }

  private static long lengthOf(byte[] bytes) {
    return bytes == null ? 0 : bytes.length;
  }
}
