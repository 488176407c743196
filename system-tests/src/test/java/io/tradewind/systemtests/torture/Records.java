package io.tradewind.systemtests.torture;

import io.tradewind.systemtests.TopicReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.StringSerializer;

/** What comes to the topics besides what the services send: the old again, and poison. */
final class Records {

  private static final int MEGABYTE = 1_000_000;
  static final List<String> HEARD =
      List.of(
          "payment-commands",
          "payment-events",
          "inventory-commands",
          "inventory-events",
          "order-events",
          "product-events",
          "user-events");

  /** By id, what nobody can read, of all runs on this system. */
  final Map<String, String> poison = new ConcurrentSkipListMap<>();

  /** Ids of that which a broker has lost since, perhaps before it was read. */
  final Set<String> perhapsLost = new ConcurrentSkipListSet<>();

  private final String bootstrapServers;

  Records(String bootstrapServers) {
    this.bootstrapServers = bootstrapServers;
  }

  /** So many old records again, in any order. */
  int repeat(Dice dice, int most) throws ExecutionException, InterruptedException {
    List<ConsumerRecord<String, String>> all =
        new ArrayList<>(new TopicReader(bootstrapServers).all());
    all.removeIf(record -> poison.containsKey(TopicReader.header(record, "ce_id")));
    List<ProducerRecord<String, String>> again = new ArrayList<>();
    while (again.size() < most && !all.isEmpty()) {
      ConsumerRecord<String, String> record = all.remove(dice.upTo(all.size() - 1));
      again.add(
          new ProducerRecord<>(
              record.topic(), null, record.key(), record.value(), record.headers()));
    }
    send(again);
    return again.size();
  }

  /** Bad JSON, an unknown type, no key, a megabyte: one of each on every topic that is heard. */
  int poison() throws ExecutionException, InterruptedException {
    List<ProducerRecord<String, String>> records = new ArrayList<>();
    for (String topic : HEARD) {
      records.add(record(topic, newKey(), "StockReserved.v1", "{\"orderId\":"));
      records.add(record(topic, newKey(), "Unheard.v9", "{}"));
      if (!topic.equals("product-events")) {
        // a compacted topic takes nothing without a key
        records.add(record(topic, null, "StockReserved.v1", "[]"));
      }
      records.add(record(topic, newKey(), "Unheard.v9", "x".repeat(MEGABYTE)));
    }
    send(records);
    return records.size();
  }

  /** Ids of the poison that was sent to this topic. */
  List<String> poisonOn(String topic) {
    return poison.entrySet().stream()
        .filter(sent -> sent.getValue().startsWith(topic + " "))
        .map(Map.Entry::getKey)
        .toList();
  }

  private String newKey() {
    return "poison-" + UUID.randomUUID();
  }

  private ProducerRecord<String, String> record(
      String topic, String key, String type, String value) {
    String id = UUID.randomUUID().toString();
    String start = value.substring(0, Math.min(20, value.length()));
    poison.put(id, topic + " " + key + " " + type + " " + start);
    ProducerRecord<String, String> record = new ProducerRecord<>(topic, key, value);
    Map.of("ce_id", id, "ce_type", type, "ce_source", "torture", "ce_specversion", "1.0")
        .forEach((name, text) -> record.headers().add(name, text.getBytes(StandardCharsets.UTF_8)));
    return record;
  }

  private void send(List<ProducerRecord<String, String>> records)
      throws ExecutionException, InterruptedException {
    Map<String, Object> settings =
        Map.of("bootstrap.servers", bootstrapServers, "max.request.size", 2 * MEGABYTE);
    try (KafkaProducer<String, String> producer =
        new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
      List<Future<RecordMetadata>> sent = records.stream().map(producer::send).toList();
      for (Future<RecordMetadata> one : sent) {
        one.get();
      }
    }
  }
}
