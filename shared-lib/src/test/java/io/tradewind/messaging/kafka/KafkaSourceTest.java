package io.tradewind.messaging.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradewind.messaging.RawMessage;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a member of a group takes while its partitions come and go. */
class KafkaSourceTest {

  private static final String TOPIC = "letters";
  private static final TopicPartition MINE = new TopicPartition(TOPIC, 0);

  private MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");
  private KafkaSource source;

  @BeforeEach
  void subscribe() {
    consumer.updatePartitions(TOPIC, List.of(new PartitionInfo(TOPIC, 0, null, null, null)));
    consumer.updateBeginningOffsets(Map.of(MINE, 0L));
    source = new KafkaSource(consumer, TOPIC, () -> false);
    consumer.schedulePollTask(() -> consumer.rebalance(List.of(MINE)));
    take();
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

    assertThat(consumer.committed(java.util.Set.of(MINE))).isEmpty();
  }

  /** A copy that was lost is filled again from a topic that keeps the newest of each key. */
  @Test
  void whoHasLostTheCopyReadsFromTheFirstOnWhereverTheGroupStands() {
    assertThat(takenFromTheEndOn(() -> false)).containsExactly("b");
    assertThat(takenFromTheEndOn(() -> true)).containsExactly("a", "b");
  }

  /** Of "a", which was there before, and "b", which comes after. */
  private List<String> takenFromTheEndOn(BooleanSupplier startsOver) {
    consumer = new MockConsumer<>("latest");
    consumer.updatePartitions(TOPIC, List.of(new PartitionInfo(TOPIC, 0, null, null, null)));
    consumer.updateBeginningOffsets(Map.of(MINE, 0L));
    consumer.updateEndOffsets(Map.of(MINE, 1L));
    source = new KafkaSource(consumer, TOPIC, startsOver);
    consumer.schedulePollTask(
        () -> {
          consumer.rebalance(List.of(MINE));
          arrives(0, "a");
          arrives(1, "b");
        });
    return take();
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
}
