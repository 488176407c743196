package io.tradewind.outside;

import io.tradewind.contracts.Message;
import io.tradewind.contracts.Topic;
import io.tradewind.messaging.MessageJson;
import io.tradewind.values.Ids;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;

/** Sends messages to their topic, as another service's relay would. */
public final class TestPublisher implements AutoCloseable {

  private final KafkaProducer<String, String> producer;

  public TestPublisher(String bootstrapServers) {
    producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", bootstrapServers),
            new StringSerializer(),
            new StringSerializer());
  }

  public UUID send(Message message) {
    UUID id = Ids.next();
    send(id, message);
    return id;
  }

  public void send(UUID id, Message message) {
    send(id, message, message.type(), MessageJson.write(message));
  }

  /** Sends any payload in place of the message. */
  public void sendInsteadOf(Message message, String type, String payload) {
    send(Ids.next(), message, type, payload);
  }

  public void flush() {
    producer.flush();
  }

  private void send(UUID id, Message message, String type, String payload) {
    ProducerRecord<String, String> sent =
        new ProducerRecord<>(Topic.of(message).topicName(), message.key(), payload);
    Map.of(
            "ce_specversion",
            "1.0",
            "ce_id",
            id.toString(),
            "ce_type",
            type,
            "ce_source",
            "outside",
            "ce_subject",
            message.key(),
            "ce_time",
            Instant.now().toString(),
            "content-type",
            "application/json")
        .forEach((name, value) -> sent.headers().add(name, value.getBytes(StandardCharsets.UTF_8)));
    producer.send(sent);
  }

  @Override
  public void close() {
    producer.close(Duration.ofSeconds(5));
  }
}
