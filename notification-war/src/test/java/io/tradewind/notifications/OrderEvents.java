package io.tradewind.notifications;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tradewind.contracts.orders.OrderEvent;
import io.tradewind.values.Ids;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;

/** Tells what becomes of orders, as the order service would. */
final class OrderEvents implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final KafkaProducer<String, String> producer;

  OrderEvents(String bootstrap) {
    producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", bootstrap), new StringSerializer(), new StringSerializer());
  }

  UUID tell(OrderEvent event) {
    UUID id = Ids.next();
    tell(id, event);
    return id;
  }

  void tell(UUID id, OrderEvent event) {
    ProducerRecord<String, String> record =
        new ProducerRecord<>("order-events", event.key(), json(event));
    Map.of(
            "ce_specversion", "1.0",
            "ce_id", id.toString(),
            "ce_type", event.type(),
            "ce_source", "orders",
            "ce_subject", event.key(),
            "ce_time", Instant.now().toString(),
            "content-type", "application/json")
        .forEach(
            (name, value) -> record.headers().add(name, value.getBytes(StandardCharsets.UTF_8)));
    producer.send(record);
  }

  void flush() {
    producer.flush();
  }

  private static String json(OrderEvent event) {
    try {
      return JSON.writeValueAsString(event);
    } catch (JsonProcessingException impossible) {
      throw new AssertionError(impossible);
    }
  }

  @Override
  public void close() {
    producer.close();
  }
}
