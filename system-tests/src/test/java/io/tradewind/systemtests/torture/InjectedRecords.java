package io.tradewind.systemtests.torture;

import io.tradewind.contracts.Message;
import io.tradewind.contracts.Topic;
import io.tradewind.messaging.HostileRecords;
import io.tradewind.systemtests.driver.HostileTraffic;
import io.tradewind.systemtests.driver.TopicReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
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
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Records on the topics besides those of the services: repeated old records, and poison. */
final class InjectedRecords {

  /** At most this many on each topic, each time. */
  private static final int HOSTILE_OF_EACH = 20;

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

  /**
   * Every unreadable record of all runs on this system, by message id, or by the name of a hostile
   * record.
   */
  final Map<String, String> poison = new ConcurrentSkipListMap<>();

  /** Ids of poison that a broker has lost since, perhaps before it was read, or never accepted. */
  final Set<String> perhapsLost = new ConcurrentSkipListSet<>();

  private final String bootstrapServers;
  private int hostileSent;

  InjectedRecords(String bootstrapServers) {
    this.bootstrapServers = bootstrapServers;
  }

  /** Sends at most this many old records again, in any order; returns their number. */
  int repeat(ActorRandom random, int most) throws ExecutionException, InterruptedException {
    List<ConsumerRecord<String, String>> all =
        new ArrayList<>(new TopicReader(bootstrapServers).all());
    all.removeIf(record -> record.headers().lastHeader(HostileRecords.NUMBER) != null);
    all.removeIf(record -> poison.containsKey(TopicReader.header(record, "ce_id")));
    List<ProducerRecord<String, String>> again = new ArrayList<>();
    while (again.size() < most && !all.isEmpty()) {
      ConsumerRecord<String, String> record = all.remove(random.upTo(all.size() - 1));
      again.add(
          new ProducerRecord<>(
              record.topic(), null, record.key(), record.value(), record.headers()));
    }
    send(again, new StringSerializer(), new StringSerializer());
    return again.size();
  }

  /** Sends one of each to every topic: bad JSON, an unknown type, no key, a megabyte. */
  int poison() throws ExecutionException, InterruptedException {
    Map<String, ProducerRecord<String, String>> records = new LinkedHashMap<>();
    for (String topic : HEARD) {
      add(records, topic, newKey(), "StockReserved.v1", "{\"orderId\":");
      add(records, topic, newKey(), "Unheard.v9", "{}");
      if (!topic.equals("product-events")) {
        // a compacted topic accepts nothing without a key
        add(records, topic, null, "StockReserved.v1", "[]");
      }
      add(records, topic, newKey(), "Unheard.v9", "x".repeat(MEGABYTE));
    }
    sendPoison(records, new StringSerializer(), new StringSerializer());
    return records.size();
  }

  /**
   * Sends some records to every topic, such as a faulty producer or a person with a shell sends.
   */
  int hostile(ActorRandom random) throws ExecutionException, InterruptedException {
    HostileRecords hostile = HostileRecords.of(random.upTo(Integer.MAX_VALUE - 1), hostileSent);
    Map<String, ProducerRecord<byte[], byte[]>> records = new LinkedHashMap<>();
    for (Topic topic : Topic.values()) {
      for (int n = random.upTo(HOSTILE_OF_EACH - 1); n >= 0; n--) {
        ProducerRecord<byte[], byte[]> record = inNobodysPlace(hostile, topic);
        // a compacted topic accepts nothing without a key
        if (record.key() != null || topic != Topic.PRODUCT_EVENTS) {
          String number = TopicReader.text(record.headers().lastHeader(HostileRecords.NUMBER));
          poison.put(hostileName(number), record.topic() + " hostile record " + number);
          records.put(hostileName(number), record);
        }
      }
    }
    sendPoison(records, new ByteArraySerializer(), new ByteArraySerializer());
    return records.size();
  }

  /** A hostile record may have any id, or none; its number is in a header. */
  static String hostileName(String number) {
    return "hostile-" + number;
  }

  /** A hostile record in place of a message that would change nobody's data. */
  private ProducerRecord<byte[], byte[]> inNobodysPlace(HostileRecords hostile, Topic topic) {
    String sku = "HOSTILE-" + hostileSent++;
    Message message = HostileTraffic.message(topic, sku, UUID.randomUUID());
    return hostile.insteadOf(topic.topicName(), message);
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

  private void add(
      Map<String, ProducerRecord<String, String>> records,
      String topic,
      String key,
      String type,
      String value) {
    String id = UUID.randomUUID().toString();
    String start = value.substring(0, Math.min(20, value.length()));
    poison.put(id, topic + " " + key + " " + type + " " + start);
    ProducerRecord<String, String> record = new ProducerRecord<>(topic, key, value);
    Map.of("ce_id", id, "ce_type", type, "ce_source", "torture", "ce_specversion", "1.0")
        .forEach((name, text) -> record.headers().add(name, text.getBytes(StandardCharsets.UTF_8)));
    records.put(id, record);
  }

  /** Sends poison; until the broker acknowledges it, nobody knows whether it is there. */
  private <K, V> void sendPoison(
      Map<String, ProducerRecord<K, V>> records, Serializer<K> keys, Serializer<V> values)
      throws ExecutionException, InterruptedException {
    perhapsLost.addAll(records.keySet());
    send(List.copyOf(records.values()), keys, values);
    perhapsLost.removeAll(records.keySet());
  }

  private <K, V> void send(
      List<ProducerRecord<K, V>> records, Serializer<K> keys, Serializer<V> values)
      throws ExecutionException, InterruptedException {
    Map<String, Object> settings =
        Map.of(
            "bootstrap.servers",
            bootstrapServers,
            "max.request.size",
            2 * MEGABYTE,
            // a broker that lost its disk assigns the ids of its producers again
            "enable.idempotence",
            false,
            "max.in.flight.requests.per.connection",
            1);
    try (KafkaProducer<K, V> producer = new KafkaProducer<>(settings, keys, values)) {
      List<Future<RecordMetadata>> sent = records.stream().map(producer::send).toList();
      for (Future<RecordMetadata> one : sent) {
        one.get();
      }
    }
  }
}
