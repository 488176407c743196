package io.tradewind.messaging.kafka;

import io.tradewind.messaging.Positions;
import io.tradewind.messaging.RawMessage;
import io.tradewind.messaging.Source;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
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
 * <p>Offsets are committed after the transaction, asynchronously: consumers drop what is handled
 * twice. Only when partitions are revoked is the commit awaited. The committed offset is the one
 * that the client would read next, so gaps in the offsets (aborted transactions, compaction) do not
 * matter.
 *
 * <p>A topic that is deleted and created again breaks the subscription, after all records of the
 * old one were handed out. The next subscription starts at the first record of the new topic.
 *
 * <p>The service's database stores its own positions; see {@link KeptPositions}.
 */
public final class KafkaSource implements Source {

  private static final System.Logger LOG = System.getLogger(KafkaSource.class.getName());
  private static final Duration REST_STEP = Duration.ofMillis(200);
  private static final Duration ASKING_PATIENCE = Duration.ofSeconds(1);

  private final Consumer<byte[], byte[]> consumer;
  private final String topic;
  private final KeptPositions kept;
  private final TopicWatch watch;
  private final Offsets offsets;
  private final Polled polled;
  private final Map<TopicPartition, OffsetAndMetadata> inHand = new HashMap<>();
  private final Set<TopicPartition> takenAway = new HashSet<>();
  private OptionalLong behindAtRest = OptionalLong.empty();
  private boolean resting;
  private long assignments;

  /**
   * @param settings as of {@link KafkaSettings#consumer}
   * @param largestBytes of a batch: keys, values and headers
   * @param positions how far the service's database is; read when partitions are assigned
   * @throws IllegalStateException when the topic does not exist
   */
  public KafkaSource(
      Map<String, Object> settings, String topic, long largestBytes, Positions positions) {
    this(
        new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer()),
        topic,
        () -> TopicWatch.over(settings, topic),
        largestBytes,
        positions);
  }

  KafkaSource(
      Consumer<byte[], byte[]> consumer,
      String topic,
      Supplier<TopicWatch> watching,
      long largestBytes,
      Positions positions) {
    this.consumer = consumer;
    this.topic = topic;
    this.polled = new Polled(largestBytes);
    try {
      this.watch = watching.get();
      this.offsets = new Offsets(consumer, watch.id());
      this.kept = new KeptPositions(consumer, positions, watch.id());
      consumer.subscribe(List.of(topic), new Assignments());
    } catch (RuntimeException unusable) {
      consumer.close(CloseOptions.timeout(Duration.ofSeconds(1)));
      throw unusable;
    }
  }

  /**
   * @throws IllegalStateException when the topic was deleted and created again
   */
  @Override
  public List<RawMessage> poll(Duration patience, int limit) {
    behindAtRest = OptionalLong.empty();
    boolean over = watch.madeAgain();
    if (over && polled.isEmpty()) {
      throw new IllegalStateException(
          "topic " + topic + " was deleted and made again: its first record comes first");
    }
    offsets.commitWhenDue();
    kept.writeWhenDue();
    try {
      if (over || polled.fill(limit)) {
        atRest(() -> poll(Duration.ZERO));
      } else {
        poll(polled.isEmpty() ? patience : Duration.ZERO);
      }
    } catch (WakeupException stopping) {
      LOG.log(System.Logger.Level.DEBUG, "woken up");
    }
    Polled.Cut batch = polled.cut(limit);
    inHand.putAll(batch.next());
    takenAway.clear();
    return batch.records().stream().map(KafkaSource::raw).toList();
  }

  /**
   * One poll may revoke partitions, assign them again and return their records once more: records
   * polled before are {@linkplain Assignments#forget discarded}, those after are kept.
   */
  private void poll(Duration patience) {
    polled.add(consumer.poll(patience));
  }

  /** Polls to stay in the group, with all partitions paused. */
  private void atRest(Runnable polling) {
    resting = true;
    consumer.pause(consumer.assignment());
    try {
      polling.run();
    } finally {
      resting = false;
      consumer.resume(consumer.assignment());
    }
  }

  @Override
  public void handled() {
    offsets.handled(inHand);
    kept.handled(inHand);
    inHand.clear();
  }

  @Override
  public Set<String> rest(Duration pause, List<RawMessage> waiting) {
    try {
      atRest(() -> pollFor(pause));
    } catch (WakeupException stopping) {
      LOG.log(System.Logger.Level.DEBUG, "woken up");
    }
    askHowFarItGoes();
    Set<String> gone = takenAway.stream().map(TopicPartition::toString).collect(Collectors.toSet());
    return waiting.stream()
        .map(RawMessage::recordId)
        .filter(recordId -> !gone.contains(recordId.substring(0, recordId.indexOf('@'))))
        .collect(Collectors.toSet());
  }

  private void pollFor(Duration pause) {
    long end = System.nanoTime() + pause.toNanos();
    long left = pause.toNanos();
    do {
      offsets.commitWhenDue();
      poll(shorter(Duration.ofNanos(left)));
      left = end - System.nanoTime();
    } while (left > 0);
  }

  /** A paused partition is not fetched, so its end must be queried. */
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
    return left.compareTo(REST_STEP) < 0 ? left : REST_STEP;
  }

  @Override
  public long lag() {
    return polled.size() + behindAtRest.orElseGet(this::behind);
  }

  private long behind() {
    long behind = 0;
    for (TopicPartition partition : consumer.assignment()) {
      behind += consumer.currentLag(partition).orElse(0);
    }
    return behind;
  }

  @Override
  public long assignments() {
    return assignments;
  }

  @Override
  public void wakeUp() {
    consumer.wakeup();
  }

  @Override
  public void close() {
    offsets.commitAllNow();
    kept.writeAllNow();
    try {
      consumer.close(CloseOptions.timeout(Offsets.PATIENCE));
    } finally {
      watch.close();
    }
  }

  /** The timestamp is part of the place: a broker that lost its disk counts from 0 again. */
  static RawMessage raw(ConsumerRecord<byte[], byte[]> record) {
    List<RawMessage.Field> headers = new ArrayList<>();
    for (Header header : record.headers()) {
      headers.add(new RawMessage.Field(header.key(), header.value()));
    }
    String recordId = Polled.partitionOf(record) + "@" + record.offset() + "/" + record.timestamp();
    return RawMessage.of(recordId, record.key(), headers, record.value());
  }

  /** Called by the client within poll and close, on the channel's own thread. */
  private final class Assignments implements ConsumerRebalanceListener {

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
      assignments++;
      if (resting) {
        consumer.pause(partitions);
      }
      Set<TopicPartition> elsewhere = offsets.ofAnotherTopic(partitions);
      kept.begin(partitions, elsewhere);
      if (!elsewhere.isEmpty()) {
        fromTheFirstRecord(elsewhere);
      }
    }

    private void fromTheFirstRecord(Collection<TopicPartition> partitions) {
      LOG.log(System.Logger.Level.INFO, "reading {0} from the first record", partitions);
      consumer.seekToBeginning(partitions);
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
      offsets.commitNow(partitions);
      kept.writeNow(partitions);
      forget(partitions);
    }

    @Override
    public void onPartitionsLost(Collection<TopicPartition> partitions) {
      forget(partitions);
    }

    private void forget(Collection<TopicPartition> partitions) {
      takenAway.addAll(partitions);
      partitions.forEach(inHand::remove);
      offsets.forget(partitions);
      kept.forget(partitions);
      polled.forget(partitions);
    }
  }
}
