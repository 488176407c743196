package io.tradewind.messaging.kafka;

import io.tradewind.messaging.OutboxRow;
import io.tradewind.messaging.Sink;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Writes CloudEvents 1.0 in Kafka's binary mode: attributes as {@code ce_} headers.
 *
 * <p>An idempotent producer that has lost step with a restarted broker refuses its own messages for
 * ever (OUT_OF_ORDER_SEQUENCE_NUMBER, retried without end). So a producer whose oldest message has
 * no answer for too long is replaced, and everything unanswered is sent again in its order: twice
 * at worst, which every consumer is ready for, and never out of order.
 */
public final class KafkaSink implements Sink {

  private static final System.Logger LOG = System.getLogger(KafkaSink.class.getName());
  private static final Duration PATIENCE = Duration.ofSeconds(15);
  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);

  private final Map<String, Object> settings;
  private final byte[] source;

  /** In the order of sending. Answers come on the producer's thread and take no lock. */
  private final ConcurrentNavigableMap<Long, Pending> unanswered = new ConcurrentSkipListMap<>();

  private final Thread watch = new Thread(this::watch, "outbox-sink-watch");
  private volatile Producer<String, String> producer;
  private volatile Instant lastAnswer = Instant.now();
  private long sends;

  public KafkaSink(Map<String, Object> settings, String service) {
    this.settings = settings;
    this.source = ("/tradewind/" + service).getBytes(StandardCharsets.UTF_8);
    this.producer = newProducer();
    watch.setDaemon(true);
    watch.start();
  }

  /** A message without the broker's answer. */
  private record Pending(long number, OutboxRow row, CompletableFuture<Void> answer) {}

  @Override
  public synchronized CompletionStage<Void> send(OutboxRow row) {
    if (unanswered.isEmpty()) {
      lastAnswer = Instant.now();
    }
    Pending pending = new Pending(sends++, row, new CompletableFuture<>());
    unanswered.put(pending.number(), pending);
    send(pending);
    return pending.answer();
  }

  private void send(Pending pending) {
    Producer<String, String> current = producer;
    try {
      current.send(
          record(pending.row()), (metadata, failure) -> answered(pending, current, failure));
    } catch (KafkaException refused) {
      answered(pending, current, refused);
    }
  }

  /** What a replaced producer still says no to has been sent again by its successor. */
  private void answered(Pending pending, Producer<String, String> by, Exception failure) {
    if (failure != null && by != producer) {
      return;
    }
    unanswered.remove(pending.number());
    lastAnswer = Instant.now();
    if (failure == null) {
      pending.answer().complete(null);
    } else {
      pending.answer().completeExceptionally(failure);
    }
  }

  private void watch() {
    try {
      while (true) {
        Thread.sleep(BETWEEN_LOOKS.toMillis());
        replaceWhenStuck();
      }
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized void replaceWhenStuck() {
    if (unanswered.isEmpty() || Instant.now().isBefore(lastAnswer.plus(PATIENCE))) {
      return;
    }
    LOG.log(
        System.Logger.Level.WARNING,
        "no answer from the broker for {0}; {1} messages are sent again by a new producer",
        PATIENCE,
        unanswered.size());
    Producer<String, String> stuck = producer;
    producer = newProducer();
    stuck.close(Duration.ZERO);
    lastAnswer = Instant.now();
    List.copyOf(unanswered.values()).forEach(this::send);
  }

  private Producer<String, String> newProducer() {
    return new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer());
  }

  private ProducerRecord<String, String> record(OutboxRow row) {
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
    return record;
  }

  @Override
  public void close() {
    watch.interrupt();
    producer.close(Duration.ofSeconds(5));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
