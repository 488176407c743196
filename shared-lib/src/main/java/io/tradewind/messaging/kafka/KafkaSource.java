package io.tradewind.messaging.kafka;

import io.tradewind.messaging.RawMessage;
import io.tradewind.messaging.Source;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * A member of a consumer group.
 *
 * <p>Offsets are committed after the transaction and not awaited: what is handled twice is dropped
 * by its receiver. They are awaited where it would matter, when partitions are given up. The
 * position to commit is the one the client would read next, so that gaps in the offsets (aborted
 * transactions, compaction) hold nothing up.
 */
public final class KafkaSource implements Source {

  private static final System.Logger LOG = System.getLogger(KafkaSource.class.getName());
  private static final Duration BETWEEN_COMMITS = Duration.ofMillis(200);
  private static final Duration REST_STEP = Duration.ofMillis(200);
  private static final Duration COMMIT_PATIENCE = Duration.ofSeconds(5);
  private static final Duration ASKING_PATIENCE = Duration.ofSeconds(1);

  private final Consumer<byte[], byte[]> consumer;
  private final BooleanSupplier startsOver;
  private final Map<TopicPartition, OffsetAndMetadata> inHand = new HashMap<>();
  private final Map<TopicPartition, OffsetAndMetadata> toCommit = new HashMap<>();
  private final Set<TopicPartition> takenAway = new HashSet<>();
  private final Set<TopicPartition> seen = new HashSet<>();

  /** Polled and not handed out yet; while a batch rests, it may come to something as well. */
  private final List<ConsumerRecord<byte[], byte[]>> taken = new ArrayList<>();

  private final Map<TopicPartition, OffsetAndMetadata> behindTaken = new HashMap<>();
  private Instant nextCommit = Instant.EPOCH;
  private OptionalLong behindAtRest = OptionalLong.empty();
  private boolean resting;
  private boolean assigned;

  /**
   * @param settings as of {@link KafkaSettings#consumer}
   * @param startsOver asked when partitions are first assigned: whether to read from the first
   *     record
   * @throws IllegalStateException when the topic does not exist
   */
  public KafkaSource(Map<String, Object> settings, String topic, BooleanSupplier startsOver) {
    this(
        new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer()),
        topic,
        startsOver);
  }

  KafkaSource(Consumer<byte[], byte[]> consumer, String topic, BooleanSupplier startsOver) {
    this.startsOver = startsOver;
    this.consumer = consumer;
    try {
      if (!consumer.listTopics().containsKey(topic)) {
        throw new IllegalStateException("topic " + topic + " does not exist: create it first");
      }
      consumer.subscribe(List.of(topic), new Assignments());
    } catch (RuntimeException unusable) {
      consumer.close(org.apache.kafka.clients.consumer.CloseOptions.timeout(Duration.ofSeconds(1)));
      throw unusable;
    }
  }

  @Override
  public List<RawMessage> take(Duration patience, Duration gather, int limit) {
    behindAtRest = OptionalLong.empty();
    commitWhenDue();
    try {
      poll(taken.isEmpty() ? patience : Duration.ZERO);
      if (!taken.isEmpty() && taken.size() < limit && !gather.isZero()) {
        Thread.sleep(gather.toMillis(), gather.toNanosPart() % 1_000_000);
        poll(Duration.ZERO);
      }
    } catch (WakeupException stopping) {
      LOG.log(System.Logger.Level.DEBUG, "woken up");
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
    List<RawMessage> batch = taken.stream().map(KafkaSource::raw).toList();
    inHand.putAll(behindTaken);
    taken.clear();
    behindTaken.clear();
    takenAway.clear();
    return batch;
  }

  /**
   * One poll may take partitions away, give them back and bring their records once more: what was
   * polled before is {@linkplain Assignments#forget forgotten}, what comes after it is kept.
   */
  private void poll(Duration patience) {
    ConsumerRecords<byte[], byte[]> polled = consumer.poll(patience);
    polled.forEach(taken::add);
    behindTaken.putAll(polled.nextOffsets());
  }

  @Override
  public void handled() {
    toCommit.putAll(inHand);
    inHand.clear();
    commitWhenDue();
  }

  private void commitWhenDue() {
    if (toCommit.isEmpty() || Instant.now().isBefore(nextCommit)) {
      return;
    }
    nextCommit = Instant.now().plus(BETWEEN_COMMITS);
    consumer.commitAsync(
        Map.copyOf(toCommit),
        (offsets, failure) -> {
          if (failure != null) {
            LOG.log(System.Logger.Level.DEBUG, "offsets not committed yet: {0}", failure);
          }
        });
    toCommit.clear();
  }

  @Override
  public Set<String> rest(Duration pause, List<RawMessage> waiting) {
    Instant end = Instant.now().plus(pause);
    resting = true;
    consumer.pause(consumer.assignment());
    try {
      do {
        poll(shorter(Duration.between(Instant.now(), end)));
      } while (Instant.now().isBefore(end));
    } catch (WakeupException stopping) {
      LOG.log(System.Logger.Level.DEBUG, "woken up");
    } finally {
      resting = false;
      consumer.resume(consumer.assignment());
    }
    askHowFarItGoes();
    Set<String> gone = takenAway.stream().map(TopicPartition::toString).collect(Collectors.toSet());
    return waiting.stream()
        .map(RawMessage::place)
        .filter(place -> !gone.contains(place.substring(0, place.indexOf('@'))))
        .collect(Collectors.toSet());
  }

  /** A partition at rest is not fetched, so its end is not heard of without asking. */
  private void askHowFarItGoes() {
    try {
      long behind = 0;
      for (Map.Entry<TopicPartition, Long> end :
          consumer.endOffsets(consumer.assignment(), ASKING_PATIENCE).entrySet()) {
        behind += end.getValue() - consumer.position(end.getKey(), ASKING_PATIENCE);
      }
      behindAtRest = OptionalLong.of(behind);
    } catch (KafkaException unanswered) {
      LOG.log(System.Logger.Level.DEBUG, "the broker does not say how far it is: {0}", unanswered);
    }
  }

  private static Duration shorter(Duration left) {
    return left.isNegative() ? Duration.ZERO : left.compareTo(REST_STEP) < 0 ? left : REST_STEP;
  }

  @Override
  public long lag() {
    return taken.size() + behindAtRest.orElseGet(this::behind);
  }

  private long behind() {
    long behind = 0;
    for (TopicPartition partition : consumer.assignment()) {
      behind += consumer.currentLag(partition).orElse(0);
    }
    return behind;
  }

  @Override
  public boolean assigned() {
    return assigned;
  }

  @Override
  public void wakeUp() {
    consumer.wakeup();
  }

  @Override
  public void close() {
    commitNow(toCommit.keySet());
    consumer.close(org.apache.kafka.clients.consumer.CloseOptions.timeout(COMMIT_PATIENCE));
  }

  private void commitNow(Collection<TopicPartition> partitions) {
    Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>(toCommit);
    offsets.keySet().retainAll(Set.copyOf(partitions));
    if (offsets.isEmpty()) {
      return;
    }
    try {
      commitSyncUnlessWoken(offsets);
    } catch (KafkaException failed) {
      LOG.log(
          System.Logger.Level.WARNING, "offsets not committed, will be handled again: {0}", failed);
    }
    toCommit.keySet().removeAll(offsets.keySet());
  }

  /** A wake-up that came before is spent here once, not taken for a failure. */
  private void commitSyncUnlessWoken(Map<TopicPartition, OffsetAndMetadata> offsets) {
    try {
      consumer.commitSync(offsets, COMMIT_PATIENCE);
    } catch (WakeupException woken) {
      consumer.commitSync(offsets, COMMIT_PATIENCE);
    }
  }

  private static TopicPartition partitionOf(ConsumerRecord<?, ?> record) {
    return new TopicPartition(record.topic(), record.partition());
  }

  /** The time is part of the place: a broker that lost its disk counts from 0 again. */
  private static RawMessage raw(ConsumerRecord<byte[], byte[]> record) {
    Map<String, String> headers = new HashMap<>();
    for (Header header : record.headers()) {
      if (header.value() != null) {
        headers.put(header.key(), text(header.value()));
      }
    }
    String place = partitionOf(record) + "@" + record.offset() + "/" + record.timestamp();
    return new RawMessage(
        place, record.key() == null ? null : text(record.key()), headers, record.value());
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /** Called by the client within poll and close, on the channel's own thread. */
  private final class Assignments implements ConsumerRebalanceListener {

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
      assigned = true;
      if (resting) {
        consumer.pause(partitions);
      }
      List<TopicPartition> news = partitions.stream().filter(seen::add).toList();
      if (!news.isEmpty() && startsOver.getAsBoolean()) {
        LOG.log(System.Logger.Level.INFO, "reading {0} from the first record", news);
        consumer.seekToBeginning(news);
      }
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
      commitNow(partitions);
      forget(partitions);
    }

    @Override
    public void onPartitionsLost(Collection<TopicPartition> partitions) {
      forget(partitions);
    }

    private void forget(Collection<TopicPartition> partitions) {
      takenAway.addAll(partitions);
      partitions.forEach(inHand::remove);
      partitions.forEach(toCommit::remove);
      partitions.forEach(behindTaken::remove);
      taken.removeIf(record -> partitions.contains(partitionOf(record)));
    }
  }
}
