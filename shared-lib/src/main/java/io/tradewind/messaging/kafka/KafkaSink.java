package io.tradewind.messaging.kafka;

import io.tradewind.messaging.OutboxRow;
import io.tradewind.messaging.Sink;
import io.tradewind.messaging.TransientFailure;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Writes CloudEvents 1.0 in Kafka's binary mode: attributes as {@code ce_} headers.
 *
 * <p>A producer that could not deliver in time is given up, with everything it still holds, and a
 * new one begins: nothing it had under way can overtake what is sent again.
 */
public final class KafkaSink implements Sink {

  private static final System.Logger LOG = System.getLogger(KafkaSink.class.getName());

  private final Supplier<Producer<String, String>> producers;
  private final byte[] source;
  private Producer<String, String> current;

  public KafkaSink(Map<String, Object> settings, String service) {
    this.producers =
        () -> new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer());
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
    Producer<String, String> producer = producer();
    try {
      producer.send(
          record,
          (metadata, failure) -> {
            if (failure == null) {
              answer.complete(null);
            } else {
              answer.completeExceptionally(meaningOf(failure, producer));
            }
          });
    } catch (KafkaException | IllegalStateException refused) {
      answer.completeExceptionally(meaningOf(refused, producer));
    }
    return answer;
  }

  /** Only what is wrong with the message itself is for good; all else ends this producer. */
  private Exception meaningOf(Exception failure, Producer<String, String> producer) {
    if (failure instanceof RecordTooLargeException
        || failure instanceof SerializationException
        || failure instanceof InvalidTopicException
        || failure instanceof AuthorizationException) {
      return failure;
    }
    giveUp(producer, failure);
    return new TransientFailure("not delivered yet", failure);
  }

  private synchronized Producer<String, String> producer() {
    if (current == null) {
      current = producers.get();
    }
    return current;
  }

  private void giveUp(Producer<String, String> producer, Exception failure) {
    synchronized (this) {
      if (producer != current) {
        return;
      }
      current = null;
    }
    LOG.log(System.Logger.Level.WARNING, "a new producer after {0}", failure.toString());
    producer.close(Duration.ZERO);
  }

  @Override
  public synchronized void close() {
    if (current != null) {
      current.close(Duration.ofSeconds(5));
      current = null;
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
