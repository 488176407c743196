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

/** What comes to the topics besides what the services send: the old again, and poison. */
final class InjectedRecords {

  /** At most, each time. */
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
   * By id, or by the number of a hostile record, what nobody can read, of all runs on this system.
   */
  final Map<String, String> poison = new ConcurrentSkipListMap<>();

  /** Ids of that which a broker has lost since, perhaps before it was read, or never took. */
  final Set<String> perhapsLost = new ConcurrentSkipListSet<>();

  private final String bootstrapServers;
  private int hostileSent;

  InjectedRecords(String bootstrapServers) {
    this.bootstrapServers = bootstrapServers;
  }

  /** So many old records again, in any order. */
  int repeat(ActorRandom dice, int most) throws ExecutionException, InterruptedException {
    List<ConsumerRecord<String, String>> all =
        new ArrayList<>(new TopicReader(bootstrapServers).all());
    all.removeIf(record -> record.headers().lastHeader(HostileRecords.NUMBER) != null);
    all.removeIf(record -> poison.containsKey(TopicReader.header(record, "ce_id")));
    List<ProducerRecord<String, String>> again = new ArrayList<>();
    while (again.size() < most && !all.isEmpty()) {
      ConsumerRecord<String, String> record = all.remove(dice.upTo(all.size() - 1));
      again.add(
          new ProducerRecord<>(
              record.topic(), null, record.key(), record.value(), record.headers()));
    }
    send(again, new StringSerializer(), new StringSerializer());
    return again.size();
  }

  /** Bad JSON, an unknown type, no key, a megabyte: one of each on every topic that is heard. */
  int poison() throws ExecutionException, InterruptedException {
    Map<String, ProducerRecord<String, String>> records = new LinkedHashMap<>();
    for (String topic : HEARD) {
      add(records, topic, newKey(), "StockReserved.v1", "{\"orderId\":");
      add(records, topic, newKey(), "Unheard.v9", "{}");
      if (!topic.equals("product-events")) {
        // a compacted topic takes nothing without a key
        add(records, topic, null, "StockReserved.v1", "[]");
      }
      add(records, topic, newKey(), "Unheard.v9", "x".repeat(MEGABYTE));
    }
    sendPoison(records, new StringSerializer(), new StringSerializer());
    return records.size();
  }

  /** Whatever a producer with a fault, or a person with a shell, sends: some on every topic. */
  int hostile(ActorRandom dice) throws ExecutionException, InterruptedException {
    HostileRecords hostile = HostileRecords.of(dice.upTo(Integer.MAX_VALUE - 1), hostileSent);
    Map<String, ProducerRecord<byte[], byte[]>> records = new LinkedHashMap<>();
    for (Topic topic : Topic.values()) {
      for (int n = dice.upTo(HOSTILE_OF_EACH - 1); n >= 0; n--) {
        ProducerRecord<byte[], byte[]> record = inNobodysPlace(hostile, topic);
        // a compacted topic takes nothing without a key
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

  /** It may have any id, or none; it has its number in a header. */
  static String hostileName(String number) {
    return "hostile-" + number;
  }

  /** In place of a message that would change nothing that anybody has. */
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

  /** Until the broker says so, nobody knows whether it is there. */
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
            // a broker that lost its disk gives out the numbers of its producers again
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
