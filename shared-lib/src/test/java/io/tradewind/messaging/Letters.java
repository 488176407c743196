package io.tradewind.messaging;

import io.tradewind.contracts.orders.OrderPlaced;
import io.tradewind.values.Ids;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;

/** Writes numbered messages to a topic, as another service's relay would. */
final class Letters implements AutoCloseable {

  private final KafkaProducer<String, String> producer;
  private final String topic;

  Letters(Map<String, Object> settings, String topic) {
    this.producer = new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer());
    this.topic = topic;
  }

  KafkaProducer<String, String> producer() {
    return producer;
  }

  /** Sends the message with this number on this key. */
  void post(UUID order, long number) {
    OrderPlaced placed = new OrderPlaced(order, order, number, "EUR");
    producer.send(
        record(order.toString(), Ids.next().toString(), placed.type(), MessageJson.write(placed)));
  }

  /** Sends the message with this number on this key, with an id that the caller chooses. */
  void post(UUID id, UUID order, long number) {
    OrderPlaced placed = new OrderPlaced(order, order, number, "EUR");
    producer.send(
        record(order.toString(), id.toString(), placed.type(), MessageJson.write(placed)));
  }

  /** Sends numbers 0 to count-1, each on a key of its own. */
  void postEachOnItsOwnKey(int count) {
    for (int number = 0; number < count; number++) {
      post(UUID.randomUUID(), number);
    }
    producer.flush();
  }

  /** Sends a record that is not a message of the topic. */
  void postRaw(String key, String type, String payload) {
    producer.send(record(key, Ids.next().toString(), type, payload));
    producer.flush();
  }

  private ProducerRecord<String, String> record(
      String key, String id, String type, String payload) {
    ProducerRecord<String, String> record = new ProducerRecord<>(topic, key, payload);
    record.headers().add("ce_id", bytes(id)).add("ce_type", bytes(type));
    record.headers().add("ce_time", bytes(Instant.now().toString()));
    return record;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    producer.close(Duration.ofSeconds(10));
  }
}
