package io.tradewind.messaging.kafka;

import io.tradewind.database.TransientFailure;
import io.tradewind.messaging.OutboxRow;
import io.tradewind.messaging.SentMessages;
import io.tradewind.messaging.Sink;
import io.tradewind.scheduling.Interval;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.producer.BufferExhaustedException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.ClusterAuthorizationException;
import org.apache.kafka.common.errors.InvalidPidMappingException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.OutOfOrderSequenceException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.common.utils.Utils;

/**
 * Writes CloudEvents 1.0 in Kafka's binary mode: attributes as {@code ce_} headers.
 *
 * <p>A failure concerns the message, its partition or topic, or the whole broker. The producer is
 * replaced only after a fatal error. Since the relay sends a message only after the answer to the
 * previous one of its key, nothing that an old producer still has in flight can overtake a retry.
 */
public final class KafkaSink implements Sink {

  private static final System.Logger LOG = System.getLogger(KafkaSink.class.getName());

  /** For a topic that is new to the producer; a reachable broker answers sooner. */
  private static final Duration PATIENCE_FOR_A_TOPIC = Duration.ofSeconds(1);

  private final Map<String, Object> settings;
  private final byte[] source;
  private final Map<String, Destination> destinations = new ConcurrentHashMap<>();
  private Connected current;

  /** A producer and whether its broker answers. */
  private record Connected(Producer<String, String> producer, Contact contact) {}

  public KafkaSink(Map<String, Object> settings, String service) {
    this.settings = settings;
    this.source = SentMessages.sourceOf(service).getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public CompletionStage<Void> send(OutboxRow row) {
    CompletableFuture<Void> answer = new CompletableFuture<>();
    try {
      Connected connected = connected();
      try {
        send(row, connected, answer);
      } catch (KafkaException | IllegalStateException refused) {
        answer.completeExceptionally(meaningOf(refused, destination(row.topic()), connected));
      }
    } catch (TransientFailure notNow) {
      answer.completeExceptionally(notNow);
    } catch (KafkaException noProducer) {
      // Above all, a host name that cannot be resolved now.
      answer.completeExceptionally(new TransientFailure("there is no producer yet", noProducer));
    }
    return answer;
  }

  private void send(OutboxRow row, Connected connected, CompletableFuture<Void> answer) {
    PartitionInfo partition = partitionOf(row, connected);
    Destination destination = destination(row.topic() + '-' + partition.partition());
    boolean heard = connected.contact().lately();
    destination.admit();
    if (destination.rests() && partition.leader() == null) {
      throw destination.fails("no leader", null);
    }
    if (destination.stalled()) {
      throw heard
          ? destination.fails("no answer, " + inSync(partition), null)
          : new TransientFailure("no broker answers", null);
    }
    hand(row, partition, destination, connected, answer);
  }

  private void hand(
      OutboxRow row,
      PartitionInfo partition,
      Destination destination,
      Connected connected,
      CompletableFuture<Void> answer) {
    destination.sent();
    try {
      connected
          .producer()
          .send(
              record(row),
              (metadata, failure) -> {
                destination.answered();
                if (failure == null) {
                  destination.works();
                  answer.complete(null);
                } else if (failure instanceof TimeoutException
                    && !(failure instanceof BufferExhaustedException)
                    && connected.contact().lately()) {
                  answer.completeExceptionally(
                      destination.fails("not written in time, " + inSync(partition), failure));
                } else {
                  answer.completeExceptionally(meaningOf(failure, destination, connected));
                }
              });
    } catch (RuntimeException notEvenTried) {
      destination.answered();
      throw notEvenTried;
    }
  }

  private PartitionInfo partitionOf(OutboxRow row, Connected connected) {
    List<PartitionInfo> partitions = partitionsOf(row.topic(), connected);
    int number = Utils.toPositive(Utils.murmur2(bytes(row.key()))) % partitions.size();
    return partitions.stream()
        .filter(partition -> partition.partition() == number)
        .findFirst()
        .orElseThrow(() -> new TransientFailure("not all partitions are known", null));
  }

  /** Cached, except for a topic that is new to this producer or was deleted. */
  private List<PartitionInfo> partitionsOf(String topic, Connected connected) {
    Destination whole = destination(topic);
    whole.admit();
    Interval patience = new Interval(whole.rests() ? Duration.ZERO : PATIENCE_FOR_A_TOPIC);
    patience.restart();
    while (true) {
      try {
        List<PartitionInfo> found = connected.producer().partitionsFor(topic);
        whole.works();
        return found;
      } catch (TimeoutException unknown) {
        if (patience.passed()) {
          throw connected.contact().lately()
              ? whole.fails("the broker knows no such topic", unknown)
              : new TransientFailure("no broker answers", unknown);
        }
        Utils.sleep(10);
      }
    }
  }

  private Destination destination(String name) {
    return destinations.computeIfAbsent(name, Destination::new);
  }

  private static String inSync(PartitionInfo partition) {
    return "%d of %d replicas are in sync"
        .formatted(partition.inSyncReplicas().length, partition.replicas().length);
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

  private Exception meaningOf(Exception failure, Destination destination, Connected connected) {
    if (failure instanceof BufferExhaustedException) {
      return new TransientFailure("the producer has no room", failure);
    }
    if (endsTheProducer(failure)) {
      giveUp(connected, failure);
      return new TransientFailure("not delivered yet", failure);
    }
    if (failure instanceof TopicAuthorizationException
        || failure instanceof InvalidTopicException) {
      return destination.fails(wordsOf(failure), failure);
    }
    if (failure instanceof RetriableException) {
      return connected.contact().lately()
          ? destination.fails(wordsOf(failure), failure)
          : new TransientFailure("not delivered yet", failure);
    }
    return failure;
  }

  private static String wordsOf(Exception failure) {
    return failure.getClass().getSimpleName() + ": " + failure.getMessage();
  }

  private static boolean endsTheProducer(Exception failure) {
    return !(failure instanceof ApiException)
        || failure instanceof AuthenticationException
        || failure instanceof ClusterAuthorizationException
        || failure instanceof InvalidPidMappingException
        || failure instanceof InvalidProducerEpochException
        || failure instanceof OutOfOrderSequenceException
        || failure instanceof ProducerFencedException
        || failure instanceof UnsupportedVersionException;
  }

  private synchronized Connected connected() {
    if (current == null) {
      Producer<String, String> producer =
          new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer());
      current = new Connected(producer, new Contact(producer.metrics()));
    }
    return current;
  }

  private void giveUp(Connected connected, Exception failure) {
    synchronized (this) {
      if (connected != current) {
        return;
      }
      current = null;
    }
    LOG.log(System.Logger.Level.WARNING, "a new producer after {0}", failure.toString());
    connected.producer().close(Duration.ZERO);
  }

  @Override
  public synchronized void close() {
    if (current != null) {
      current.producer().close(Duration.ofSeconds(5));
      current = null;
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
