package io.tradewind.orders.outside;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tradewind.contracts.Message;
import io.tradewind.outside.TestPublisher;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BiFunction;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Payment and inventory as the broker sees them: the commands they receive and their answers. */
public final class Participants implements AutoCloseable {

  /** One record that the service sent. */
  public record Sent(String topic, String key, UUID id, String type, JsonNode data) {}

  private static final ObjectMapper JSON = new ObjectMapper();

  private final TestPublisher postbox;
  private final KafkaConsumer<String, String> consumer;
  private final Queue<Sent> heard = new ConcurrentLinkedQueue<>();
  private final Thread listening = new Thread(this::listen, "participants");
  private volatile BiFunction<Sent, UUID, Message> answers = (command, order) -> null;
  private volatile boolean closed;

  public Participants(String bootstrapServers) {
    postbox = new TestPublisher(bootstrapServers);
    consumer =
        new KafkaConsumer<>(
            Map.of(
                "bootstrap.servers",
                bootstrapServers,
                "group.id",
                "participants",
                "auto.offset.reset",
                "earliest"),
            new StringDeserializer(),
            new StringDeserializer());
    consumer.subscribe(List.of("payment-commands", "inventory-commands", "order-events"));
    listening.start();
  }

  /** From now on each command gets this answer; null means no answer. */
  public void answer(BiFunction<Sent, UUID, Message> policy) {
    answers = policy;
  }

  public List<Sent> heardOf(UUID order) {
    return heard.stream().filter(sent -> sent.key().equals(order.toString())).toList();
  }

  /** Types without their version, in the order of arrival. */
  public List<String> typesHeardOf(UUID order, String topic) {
    return heardOf(order).stream()
        .filter(sent -> sent.topic().equals(topic))
        .map(sent -> sent.type().replace(".v1", ""))
        .toList();
  }

  public void say(Message message) {
    postbox.send(message);
  }

  /** Sends any payload under the key of a message. */
  public void say(Message shape, String payload, String type) {
    postbox.sendInsteadOf(shape, type, payload);
  }

  private void listen() {
    while (!closed) {
      consumer.poll(Duration.ofMillis(20)).forEach(this::hear);
    }
    consumer.close();
  }

  private void hear(ConsumerRecord<String, String> message) {
    Sent sent =
        new Sent(
            message.topic(),
            message.key(),
            UUID.fromString(header(message, "ce_id")),
            header(message, "ce_type"),
            read(message.value()));
    heard.add(sent);
    if (message.topic().endsWith("-commands")) {
      Message answer = answers.apply(sent, UUID.fromString(sent.key()));
      if (answer != null) {
        say(answer);
      }
    }
  }

  private static String header(ConsumerRecord<String, String> message, String name) {
    return new String(message.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
  }

  private static JsonNode read(String json) {
    try {
      return JSON.readTree(json);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  @Override
  public void close() {
    closed = true;
    try {
      listening.join(5_000);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
    postbox.close();
  }
}
