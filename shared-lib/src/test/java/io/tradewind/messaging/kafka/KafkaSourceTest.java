package io.tradewind.messaging.kafka;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.tradewind.database.TransientFailure;
import io.tradewind.messaging.Positions;
import io.tradewind.messaging.RawMessage;
import io.tradewind.scheduling.Interval;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetCommitCallback;
import org.apache.kafka.clients.consumer.RetriableCommitFailedException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.internals.KafkaFutureImpl;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The records that a group member reads while its partitions are assigned and revoked. */
class KafkaSourceTest {

  private static final String TOPIC = "letters";
  private static final TopicPartition MINE = new TopicPartition(TOPIC, 0);

  private static final long LARGEST_BYTES = 1_000;

  private MockConsumer<byte[], byte[]> consumer = new Commits("earliest");
  private final Remembered positions = new Remembered();
  private KafkaSource source;

  /** The topic id that the broker returns. */
  private Uuid topicId = Uuid.randomUuid();

  @BeforeEach
  void subscribe() {
    consumer.updateBeginningOffsets(Map.of(MINE, 0L));
    source = aSource();
    consumer.schedulePollTask(() -> consumer.rebalance(List.of(MINE)));
    take();
  }

  private KafkaSource aSource() {
    return new KafkaSource(consumer, TOPIC, this::aWatch, LARGEST_BYTES, positions);
  }

  private TopicWatch aWatch() {
    return new TopicWatch(
        TOPIC, () -> KafkaFuture.completedFuture(topicId), new Interval(Duration.ZERO), () -> {});
  }

  @Test
  void aBrokerThatDoesNotSayInTimeWhichTopicsItHasIsAskedAgain() {
    KafkaFutureImpl<Uuid> late = new KafkaFutureImpl<>();
    late.completeExceptionally(new TimeoutException("a loaded machine"));
    assertThatThrownBy(
            () -> new TopicWatch(TOPIC, () -> late, new Interval(Duration.ZERO), () -> {}))
        .isInstanceOf(TransientFailure.class);
  }

  @Test
  void recordsOfThePollThatLostAndRegainedAPartitionAreHandedOut() {
    consumer.schedulePollTask(
        () -> {
          consumer.rebalance(List.of());
          consumer.rebalance(List.of(MINE));
          arrives(0, "a");
        });

    assertThat(take()).containsExactly("a");
  }

  @Test
  void unhandledPositionsOfARevokedPartitionAreNotCommitted() {
    consumer.schedulePollTask(() -> arrives(0, "a"));
    assertThat(take()).containsExactly("a");
    consumer.schedulePollTask(() -> consumer.rebalance(List.of()));
    source.rest(Duration.ZERO, List.of());
    source.handled();

    assertThat(consumer.committed(Set.of(MINE))).isEmpty();
  }

  /** The group is at the end of three partitions, and the copy was filled from one of them. */
  @Test
  void aCopyThatIsHalfFilledIsCompletedFromEachPartitionThatItLacks() {
    List<TopicPartition> partitions = groupAtTheEndOf(3, 2L);
    positions.needsEverything = true;
    positions.known.put(0, 2L);
    consumer.schedulePollTask(
        () -> {
          consumer.rebalance(partitions.subList(0, 2));
          arrives(0, 0, "known");
          arrives(1, 0, "a");
          arrives(1, 1, "b");
        });
    assertThat(take()).containsExactly("a", "b");
    source.handled();

    consumer.schedulePollTask(
        () -> {
          consumer.rebalance(partitions);
          arrives(2, 0, "c");
        });
    assertThat(take()).containsExactly("c");
  }

  @Test
  void aDatabaseThatWasRestoredIsReadToFromWhereItStands() {
    List<TopicPartition> partitions = groupAtTheEndOf(1, 3L);
    positions.known.put(0, 1L);
    assertThat(takenBy(partitions)).containsExactly("b", "c");
  }

  @Test
  void aDatabaseThatSaysNothingLeavesTheGroupWhereItIs() {
    assertThat(takenBy(groupAtTheEndOf(1, 2L))).containsExactly("c");
  }

  /** A backup of the database that is taken now must contain the position. */
  @Test
  void theFirstPositionIsCommittedBeforeAnythingCame() {
    assertThat(positions.known).containsEntry(0, 0L);
    positions.known.clear();

    consumer.commitSync(Map.of(MINE, new OffsetAndMetadata(4, topicId.toString())));
    isAssignedOnceMore();
    assertThat(positions.known).containsEntry(0, 4L);
    positions.known.clear();

    topicId = Uuid.randomUuid();
    groupAtTheEndOf(1, 0);
    consumer.commitSync(Map.of(MINE, new OffsetAndMetadata(4, Uuid.randomUuid().toString())));
    isAssignedOnceMore();
    assertThat(positions.known).containsEntry(0, 0L);
  }

  @Test
  void nobodyReadsWhileTheDatabaseCannotRememberWhereItBegan() {
    positions.known.clear();
    positions.full = true;
    assertThatThrownBy(this::isAssignedOnceMore).isInstanceOf(IllegalStateException.class);
  }

  private void isAssignedOnceMore() {
    consumer.schedulePollTask(
        () -> {
          consumer.rebalance(List.of());
          consumer.rebalance(List.of(MINE));
        });
    take();
  }

  /** A broker that lost its disk starts again at offset 0. */
  @Test
  void aDatabaseThatIsAheadOfTheBrokerSkipsNothing() {
    List<TopicPartition> partitions = groupAtTheEndOf(1, 1L);
    positions.known.put(0, 3L);
    assertThat(takenBy(partitions)).containsExactly("b", "c");
  }

  @Test
  void handledPositionsAreCommittedBeforeThePartitionIsLeft() {
    consumer.schedulePollTask(() -> arrives(0, "a"));
    take();
    consumer.schedulePollTask(() -> arrives(1, "b"));
    source.handled();
    take();
    assertThat(positions.known).containsEntry(0, 1L);
    source.handled();
    source.close();

    assertThat(positions.known).containsEntry(0, 2L);
  }

  @Test
  void nobodyReadsWhileTheDatabaseCannotSayWhereToBegin() {
    List<TopicPartition> partitions = groupAtTheEndOf(1, 2L);
    positions.away = true;
    consumer.schedulePollTask(() -> consumer.rebalance(partitions));
    assertThatThrownBy(this::take).isInstanceOf(IllegalStateException.class);
  }

  private List<String> takenBy(List<TopicPartition> partitions) {
    consumer.schedulePollTask(
        () -> {
          consumer.rebalance(partitions);
          arrives(0, 0, "a");
          arrives(0, 1, "b");
          arrives(0, 2, "c");
        });
    return take();
  }

  /** Simulates a group whose members stored no positions. */
  private List<TopicPartition> groupAtTheEndOf(int partitions, long committed) {
    List<TopicPartition> all =
        IntStream.range(0, partitions).mapToObj(at -> new TopicPartition(TOPIC, at)).toList();
    consumer = new Commits("earliest");
    consumer.updatePartitions(
        TOPIC,
        all.stream()
            .map(at -> new PartitionInfo(TOPIC, at.partition(), null, null, null))
            .toList());
    consumer.updateBeginningOffsets(all.stream().collect(toMap(at -> at, at -> 0L)));
    consumer.updateEndOffsets(all.stream().collect(toMap(at -> at, at -> committed)));
    source = aSource();
    consumer.rebalance(all);
    consumer.commitSync(
        all.stream().collect(toMap(at -> at, at -> new OffsetAndMetadata(committed))));
    consumer.rebalance(List.of());
    positions.known.clear();
    return all;
  }

  @Test
  void aBatchHasNoMoreMessagesThanItsLimit() {
    consumer.schedulePollTask(() -> arriveFrom(0, 14));

    assertThat(source.poll(Duration.ZERO, 10)).hasSize(10);
    source.handled();
    assertThat(committed()).isEqualTo(10);
    assertThat(take()).containsExactly("10", "11", "12", "13");
  }

  @Test
  void aBatchHasNoMoreBytesThanItsBoundButALargerMessageGoesAlone() {
    consumer.schedulePollTask(
        () -> {
          for (int offset = 0; offset < 3; offset++) {
            arrives(offset, "x".repeat(400));
          }
          arrives(3, "y".repeat(5_000));
          arrives(4, "z");
        });

    assertThat(take()).hasSize(2);
    source.handled();
    assertThat(committed()).isEqualTo(2);
    assertThat(take()).hasSize(1);
    assertThat(take()).containsExactly("y".repeat(5_000));
    assertThat(take()).containsExactly("z");
  }

  @Test
  void positionsOfARevokedPartitionAreForgotten() {
    consumer.schedulePollTask(() -> arriveFrom(0, 11));
    assertThat(take()).hasSize(10);
    consumer.schedulePollTask(() -> consumer.rebalance(List.of()));

    assertThat(take()).isEmpty();
  }

  @Test
  void aCommitThatFailedIsRepeatedWithoutAnotherMessage() {
    ((Commits) consumer).failing = true;
    consumer.schedulePollTask(() -> arrives(0, "a"));
    take();
    source.handled();
    assertThat(committed()).isZero();
    ((Commits) consumer).failing = false;

    await().until(() -> committedAfterATake() == 1);
  }

  @Test
  void aCommitThatFailsLateDoesNotTakeTheGroupBack() {
    Commits late = (Commits) consumer;
    late.failing = true;
    late.answersAreLate = true;
    consumer.schedulePollTask(() -> arrives(0, "a"));
    take();
    source.handled();
    late.failing = false;
    consumer.schedulePollTask(() -> arrives(1, "b"));
    assertThat(take()).containsExactly("b");
    source.handled();
    await().until(() -> committedAfterATake() == 2);
    late.answer();

    int before = late.count;
    await().until(() -> committedAfterATake() == 2 && late.count > before);
  }

  private long committedAfterATake() {
    assertThat(take()).isEmpty();
    return committed();
  }

  @Test
  void anOffsetOfATopicMadeAgainIsNotGoneOnFrom() {
    assertThat(takenAfterACommitWith(Uuid.randomUuid().toString())).containsExactly("a", "b");
    assertThat(takenAfterACommitWith(topicId.toString())).containsExactly("b");
    assertThat(takenAfterACommitWith("")).containsExactly("b");
  }

  /** Returns what is read of "a", which is committed with that metadata, and "b". */
  private List<String> takenAfterACommitWith(String metadata) {
    consumer = new Commits("earliest");
    consumer.updateBeginningOffsets(Map.of(MINE, 0L));
    source = aSource();
    consumer.commitSync(Map.of(MINE, new OffsetAndMetadata(1, metadata)));
    positions.known.clear();
    consumer.schedulePollTask(
        () -> {
          consumer.rebalance(List.of(MINE));
          arrives(0, "a");
          arrives(1, "b");
        });
    return take();
  }

  @Test
  void aTopicMadeAgainEndsTheSubscriptionOnceAllThatCameIsHandedOut() {
    consumer.schedulePollTask(() -> arriveFrom(0, 23));
    assertThat(take()).hasSize(10);
    topicId = Uuid.randomUuid();
    assertThat(take()).hasSize(10);
    consumer.schedulePollTask(() -> arrives(23, "of the new topic"));

    assertThat(take()).containsExactly("20", "21", "22");
    assertThatThrownBy(this::take).hasMessageContaining("made again");
  }

  private void arriveFrom(int first, int end) {
    for (int offset = first; offset < end; offset++) {
      arrives(offset, Integer.toString(offset));
    }
  }

  /** The committed offset, or 0 when there is none. */
  private long committed() {
    OffsetAndMetadata committed = consumer.committed(Set.of(MINE)).get(MINE);
    return committed == null ? 0 : committed.offset();
  }

  private void arrives(long offset, String text) {
    arrives(0, offset, text);
  }

  private void arrives(int partition, long offset, String text) {
    consumer.addRecord(
        new ConsumerRecord<>(
            TOPIC,
            partition,
            offset,
            "key".getBytes(StandardCharsets.UTF_8),
            text.getBytes(StandardCharsets.UTF_8)));
  }

  private List<String> take() {
    return source.poll(Duration.ZERO, 10).stream()
        .map(RawMessage::value)
        .map(value -> new String(value, StandardCharsets.UTF_8))
        .toList();
  }

  /** A consumer whose asynchronous commits can fail, and can be answered later. */
  private static final class Commits extends MockConsumer<byte[], byte[]> {

    private final List<Runnable> late = new ArrayList<>();
    private boolean failing;
    private boolean answersAreLate;
    private int count;

    Commits(String reset) {
      super(reset);
      updatePartitions(TOPIC, List.of(new PartitionInfo(TOPIC, 0, null, null, null)));
    }

    @Override
    public synchronized void commitAsync(
        Map<TopicPartition, OffsetAndMetadata> offsets, OffsetCommitCallback callback) {
      count++;
      if (!failing) {
        super.commitAsync(offsets, callback);
        return;
      }
      Runnable answer =
          () -> callback.onComplete(offsets, new RetriableCommitFailedException("moved"));
      if (answersAreLate) {
        late.add(answer);
      } else {
        answer.run();
      }
    }

    void answer() {
      late.forEach(Runnable::run);
    }
  }

  private static final class Remembered implements Positions {

    private final Map<Integer, Long> known = new HashMap<>();
    private boolean needsEverything;
    private boolean away;
    private boolean full;

    @Override
    public Map<Integer, Long> known(String topicId) {
      if (away) {
        throw new IllegalStateException("away");
      }
      return known;
    }

    @Override
    public Map<Integer, Long> unchangedFor(Duration time) {
      return known;
    }

    @Override
    public boolean everythingIsNeeded() {
      return needsEverything;
    }

    @Override
    public boolean keep(String topicId, Map<Integer, Long> handled) {
      if (!full) {
        known.putAll(handled);
      }
      return !full;
    }
  }
}
