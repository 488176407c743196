package io.tradewind.messaging.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.tradewind.messaging.Interval;
import io.tradewind.messaging.RawMessage;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetCommitCallback;
import org.apache.kafka.clients.consumer.RetriableCommitFailedException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a member of a group takes while its partitions come and go. */
class KafkaSourceTest {

  private static final String TOPIC = "letters";
  private static final TopicPartition MINE = new TopicPartition(TOPIC, 0);

  private static final long LARGEST_BYTES = 1_000;

  private MockConsumer<byte[], byte[]> consumer = new Commits("earliest");
  private KafkaSource source;

  /** What the broker answers as the topic's id. */
  private Uuid topicId = Uuid.randomUuid();

  @BeforeEach
  void subscribe() {
    consumer.updateBeginningOffsets(Map.of(MINE, 0L));
    source = aSource(() -> false);
    consumer.schedulePollTask(() -> consumer.rebalance(List.of(MINE)));
    take();
  }

  private KafkaSource aSource(BooleanSupplier startsOver) {
    return new KafkaSource(consumer, TOPIC, this::aWatch, LARGEST_BYTES, startsOver);
  }

  private TopicWatch aWatch() {
    return new TopicWatch(
        TOPIC, () -> KafkaFuture.completedFuture(topicId), new Interval(Duration.ZERO), () -> {});
  }

  @Test
  void whatComesInThePollThatTookAPartitionAndGaveItBackIsHandedOut() {
    consumer.schedulePollTask(
        () -> {
          consumer.rebalance(List.of());
          consumer.rebalance(List.of(MINE));
          arrives(0, "a");
        });

    assertThat(take()).containsExactly("a");
  }

  @Test
  void whatWasNotHandledBeforeItsPartitionWasTakenIsNotCommitted() {
    consumer.schedulePollTask(() -> arrives(0, "a"));
    assertThat(take()).containsExactly("a");
    consumer.schedulePollTask(() -> consumer.rebalance(List.of()));
    source.rest(Duration.ZERO, List.of());
    source.handled();

    assertThat(consumer.committed(Set.of(MINE))).isEmpty();
  }

  /** A copy that was lost is filled again from a topic that keeps the newest of each key. */
  @Test
  void whoHasLostTheCopyReadsFromTheFirstOnWhereverTheGroupStands() {
    assertThat(takenFromTheEndOn(() -> false)).containsExactly("b");
    assertThat(takenFromTheEndOn(() -> true)).containsExactly("a", "b");
  }

  /** Of "a", which was there before, and "b", which comes after. */
  private List<String> takenFromTheEndOn(BooleanSupplier startsOver) {
    consumer = new Commits("latest");
    consumer.updateBeginningOffsets(Map.of(MINE, 0L));
    consumer.updateEndOffsets(Map.of(MINE, 1L));
    source = aSource(startsOver);
    consumer.schedulePollTask(
        () -> {
          consumer.rebalance(List.of(MINE));
          arrives(0, "a");
          arrives(1, "b");
        });
    return take();
  }

  @Test
  void aBatchHasNoMoreMessagesThanItsLimit() {
    consumer.schedulePollTask(() -> arriveFrom(0, 7));
    consumer.schedulePollTask(() -> arriveFrom(7, 14));

    assertThat(source.take(Duration.ZERO, Duration.ofMillis(1), 10)).hasSize(10);
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
  void whatIsOverIsForgottenWithItsPartition() {
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

  /** Of "a", which is committed with that metadata, and "b". */
  private List<String> takenAfterACommitWith(String metadata) {
    consumer = new Commits("earliest");
    consumer.updateBeginningOffsets(Map.of(MINE, 0L));
    source = aSource(() -> false);
    consumer.commitSync(Map.of(MINE, new OffsetAndMetadata(1, metadata)));
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

  /** 0 when nothing is. */
  private long committed() {
    OffsetAndMetadata committed = consumer.committed(Set.of(MINE)).get(MINE);
    return committed == null ? 0 : committed.offset();
  }

  private void arrives(long offset, String text) {
    consumer.addRecord(
        new ConsumerRecord<>(
            TOPIC,
            0,
            offset,
            "key".getBytes(StandardCharsets.UTF_8),
            text.getBytes(StandardCharsets.UTF_8)));
  }

  private List<String> take() {
    return source.take(Duration.ZERO, Duration.ZERO, 10).stream()
        .map(RawMessage::value)
        .map(value -> new String(value, StandardCharsets.UTF_8))
        .toList();
  }

  /** A consumer whose asynchronous commits may fail, and be answered later. */
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
}
