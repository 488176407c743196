package io.tradewind.messaging.kafka;

import io.tradewind.contracts.Topic;
import io.tradewind.database.TransientFailure;
import io.tradewind.messaging.RawMessage;
import io.tradewind.messaging.SentMessages;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Reads a topic once, from an instant to its end, outside of any group.
 *
 * @param settings as of {@link KafkaSettings#consumer}
 */
record TopicReader(Map<String, Object> settings) implements SentMessages.Reader {

  private static final Duration PATIENCE = Duration.ofSeconds(5);

  @Override
  public void read(Topic topic, Instant since, Consumer<RawMessage> each) {
    Map<String, Object> alone = new HashMap<>(settings);
    alone.remove(ConsumerConfig.GROUP_ID_CONFIG);
    alone.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) PATIENCE.toMillis());
    try (KafkaConsumer<byte[], byte[]> client =
        new KafkaConsumer<>(alone, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          client.partitionsFor(topic.topicName()).stream()
              .map(info -> new TopicPartition(topic.topicName(), info.partition()))
              .toList();
      client.assign(partitions);
      begin(client, partitions, since);
      readToTheEnd(client, client.endOffsets(partitions), each);
    } catch (KafkaException away) {
      throw new TransientFailure(topic.topicName() + " cannot be read yet", away);
    }
  }

  private static void begin(
      KafkaConsumer<byte[], byte[]> client, List<TopicPartition> partitions, Instant since) {
    if (since == null) {
      client.seekToBeginning(partitions);
      return;
    }
    Map<TopicPartition, Long> instants = new HashMap<>();
    partitions.forEach(partition -> instants.put(partition, since.toEpochMilli()));
    for (Map.Entry<TopicPartition, OffsetAndTimestamp> first :
        client.offsetsForTimes(instants).entrySet()) {
      if (first.getValue() == null) {
        client.seekToEnd(List.of(first.getKey()));
      } else {
        client.seek(first.getKey(), first.getValue().offset());
      }
    }
  }

  /** Stops at the end as of the call: the caller knows what it sends meanwhile. */
  private static void readToTheEnd(
      KafkaConsumer<byte[], byte[]> client,
      Map<TopicPartition, Long> ends,
      Consumer<RawMessage> each) {
    while (ends.entrySet().stream()
        .anyMatch(end -> client.position(end.getKey()) < end.getValue())) {
      ConsumerRecords<byte[], byte[]> polled = client.poll(PATIENCE);
      if (polled.nextOffsets().isEmpty()) {
        throw new KafkaException("nothing came within " + PATIENCE);
      }
      for (ConsumerRecord<byte[], byte[]> record : polled) {
        each.accept(KafkaSource.raw(record));
      }
    }
  }
}
