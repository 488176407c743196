package io.tradewind.messaging.kafka;

import io.tradewind.messaging.OutboxRow;
import io.tradewind.messaging.Sink;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.StringSerializer;

/** Writes CloudEvents 1.0 in Kafka's binary mode: attributes as {@code ce_} headers. */
public final class KafkaSink implements Sink {

  private final Producer<String, String> producer;
  private final byte[] source;

  public KafkaSink(Map<String, Object> settings, String service) {
    this.producer = new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer());
    this.source = ("/tradewind/" + service).getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public CompletionStage<Void> send(OutboxRow row) {
    CompletableFuture<Void> answer = new CompletableFuture<>();
    ProducerRecord<String, String> record =
        new ProducerRecord<>(row.topic(), row.key(), row.payload());
    Headers headers = record.headers();
    headers.add("ce_specversion", bytes("1.0"));
    headers.add("ce_id", bytes(row.id().toString()));
    headers.add("ce_type", bytes(row.type()));
    headers.add("ce_source", source);
    headers.add("ce_subject", bytes(row.key()));
    headers.add("ce_time", bytes(row.time().toString()));
    headers.add("content-type", bytes("application/json"));
    if (row.traceparent() != null) {
      headers.add("traceparent", bytes(row.traceparent()));
    }
    try {
      producer.send(
          record,
          (metadata, failure) -> {
            if (failure == null) {
              answer.complete(null);
            } else {
              answer.completeExceptionally(failure);
            }
          });
    } catch (KafkaException refused) {
      answer.completeExceptionally(refused);
    }
    return answer;
  }

  @Override
  public void close() {
    producer.close(Duration.ofSeconds(5));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
