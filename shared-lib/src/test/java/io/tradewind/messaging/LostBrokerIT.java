package io.tradewind.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tradewind.messaging.kafka.KafkaSettings;
import io.tradewind.messaging.kafka.KafkaSink;
import io.tradewind.stack.LocalKafka;
import io.tradewind.values.Ids;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A broker loses its disk while one producer runs on, and another producer starts later. */
class LostBrokerIT {

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final String TOPIC = "test-written-by-two";

  /** The broker assigns producer ids from the first one again. */
  @Test
  void aLaterMessageOfASenderIsNotTakenForThatOfAnother(@TempDir Path folder) {
    try (LocalKafka kafka = LocalKafka.start(folder)) {
      Map<String, Object> settings = KafkaSettings.producer(kafka.bootstrapServers(), "test");
      KafkaSink early = new KafkaSink(settings, "test");
      make(kafka, "test-of-before");
      send(early, "test-of-before");

      kafka.loseEverything();
      make(kafka, TOPIC);
      UUID first = send(early, TOPIC);
      KafkaSink late = new KafkaSink(settings, "test");
      UUID second = send(late, TOPIC);

      assertThat(idsOn(kafka)).containsExactly(first.toString(), second.toString());
      early.close();
      late.close();
    }
  }

  private static void make(LocalKafka kafka, String topic) {
    kafka.createTopics(List.of(new NewTopic(topic, Optional.of(1), Optional.empty())));
  }

  /** Sends until the broker acknowledges the row. */
  private static UUID send(KafkaSink sink, String topic) {
    UUID id = Ids.next();
    OutboxRow row =
        new OutboxRow(id, null, 0, null, topic, "key", "Said.v1", Instant.now(), null, "{}");
    await().atMost(PATIENCE).until(() -> isTaken(sink, row));
    return id;
  }

  private static boolean isTaken(KafkaSink sink, OutboxRow row) {
    try {
      sink.send(row).toCompletableFuture().join();
      return true;
    } catch (CompletionException notYet) {
      return false;
    }
  }

  private static List<String> idsOn(LocalKafka kafka) {
    Map<String, Object> settings =
        new HashMap<>(KafkaSettings.consumer(kafka.bootstrapServers(), "reader", 500));
    try (KafkaConsumer<String, String> consumer =
        new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
      TopicPartition only = new TopicPartition(TOPIC, 0);
      consumer.assign(List.of(only));
      consumer.seekToBeginning(List.of(only));
      List<ConsumerRecord<String, String>> read = new java.util.ArrayList<>();
      while (consumer.position(only) < consumer.endOffsets(List.of(only)).get(only)) {
        consumer.poll(Duration.ofMillis(100)).forEach(read::add);
      }
      return read.stream()
          .map(record -> new String(record.headers().lastHeader("ce_id").value()))
          .toList();
    }
  }
}
