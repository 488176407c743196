package io.tradewind.payments;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tradewind.contracts.payments.PaymentCommand;
import io.tradewind.values.Ids;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Sends commands and hears answers, as the order service would. */
final class Saga implements AutoCloseable {

  /** One answer: its type without version, and its data. */
  record Answer(String type, JsonNode data) {

    UUID commandId() {
      return UUID.fromString(data.get("commandId").asText());
    }
  }

  private static final ObjectMapper JSON = new ObjectMapper();

  private final KafkaProducer<String, String> producer;
  private final KafkaConsumer<String, String> consumer;
  private final List<Answer> heard = new ArrayList<>();

  Saga(String bootstrap, String topic) {
    producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", bootstrap), new StringSerializer(), new StringSerializer());
    consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", bootstrap, "auto.offset.reset", "earliest"),
            new StringDeserializer(),
            new StringDeserializer());
    List<TopicPartition> partitions =
        consumer.partitionsFor(topic).stream()
            .map(info -> new TopicPartition(topic, info.partition()))
            .toList();
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
  }

  UUID send(PaymentCommand command) {
    UUID id = Ids.next();
    send(id, command);
    return id;
  }

  void send(UUID id, PaymentCommand command) {
    ProducerRecord<String, String> record =
        new ProducerRecord<>("payment-commands", command.key(), json(command));
    Map.of(
            "ce_specversion", "1.0",
            "ce_id", id.toString(),
            "ce_type", command.type(),
            "ce_source", "orders",
            "ce_subject", command.key(),
            "ce_time", Instant.now().toString(),
            "content-type", "application/json")
        .forEach(
            (name, value) -> record.headers().add(name, value.getBytes(StandardCharsets.UTF_8)));
    producer.send(record);
  }

  void flush() {
    producer.flush();
  }

  /** Everything heard since the beginning. */
  List<Answer> heard() {
    for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofMillis(200))) {
      String type =
          new String(record.headers().lastHeader("ce_type").value(), StandardCharsets.UTF_8);
      heard.add(new Answer(type.substring(0, type.indexOf('.')), tree(record.value())));
    }
    return heard;
  }

  List<String> answersTo(UUID commandId) {
    return heard().stream()
        .filter(answer -> answer.commandId().equals(commandId))
        .map(Answer::type)
        .toList();
  }

  private static String json(PaymentCommand command) {
    try {
      return JSON.writeValueAsString(command);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  static JsonNode tree(String json) {
    try {
      return JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    producer.close();
    consumer.close();
  }
}
