package io.tradewind.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tradewind.contracts.Message;
import io.tradewind.contracts.orders.OrderPlaced;
import io.tradewind.messaging.kafka.GroupBacklog;
import io.tradewind.messaging.kafka.KafkaSource;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A topic is deleted and created again while its consumers run, on a real broker. */
class TopicMadeAgainIT {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int BEFORE = 5;

  private final Infrastructure infrastructure = Infrastructure.get();
  private final Deque<AutoCloseable> toClose = new ArrayDeque<>();
  private String topic;

  @BeforeEach
  void anEmptyTable() {
    infrastructure.execute("delete from effect");
    infrastructure.execute("delete from parked_message");
    topic = infrastructure.aTopic(1);
  }

  @AfterEach
  void closeEverything() throws Exception {
    for (AutoCloseable opened : toClose) {
      opened.close();
    }
  }

  /**
   * The topic is created again while the member runs its handler, so the client does not notice.
   */
  @Test
  void aLiveConsumerHandlesEveryRecordOfATopicMadeAgain() throws Exception {
    CountDownLatch inHand = new CountDownLatch(1);
    CountDownLatch madeAgain = new CountDownLatch(1);
    aMember(
        message -> {
          if (number(message) == BEFORE) {
            inHand.countDown();
            awaitOpen(madeAgain);
          }
        });
    post(0, BEFORE + 1);
    awaitOpen(inHand);
    delete();
    make();
    post(100, 120);
    madeAgain.countDown();
    awaitAllOf(100, 120);
    assertThat(countOf(0, BEFORE + 1)).isEqualTo(BEFORE + 1);
    post(120, 130);
    awaitAllOf(120, 130);
  }

  /** The last batch came from the old topic, and its offsets were committed into the new one. */
  @Test
  void aConsumerThatComesLaterBeginsAtTheFirstRecordOfATopicMadeAgain() throws Exception {
    try (KafkaSource first = aSource()) {
      post(0, BEFORE);
      List<RawMessage> batch =
          await().atMost(PATIENCE).until(() -> takeFrom(first), taken -> !taken.isEmpty());
      assertThat(batch).isNotEmpty();
      delete();
      make();
      post(100, 120);
      first.handled();
    }
    aMember(message -> {});
    awaitAllOf(100, 120);
  }

  /** A late offset has a higher leader epoch than the leader of the new topic. */
  @Test
  void aTopicMadeAgainIsReadThoughItsLeadersCountFromTheFirstAgain() throws Exception {
    infrastructure.kafka.close();
    infrastructure.kafka.start();
    aConsumerThatComesLaterBeginsAtTheFirstRecordOfATopicMadeAgain();
  }

  @Test
  void aTopicThatIsGoneForLongerThanAnyRequestWaitsIsReadFromItsFirstRecord() throws Exception {
    Member member = aMember(message -> {});
    post(0, BEFORE);
    awaitAllOf(0, BEFORE);
    delete();
    assertThat(
            new GroupBacklog(infrastructure.consumer(topic, 500), topic, positions())
                .getAsBoolean())
        .isFalse();
    await().pollDelay(Duration.ofSeconds(12)).atMost(PATIENCE).until(member::alive);
    make();
    post(100, 120);
    awaitAllOf(100, 120);
  }

  private KafkaSource aSource() {
    return new KafkaSource(infrastructure.consumer(topic, 500), topic, 1_000_000, positions());
  }

  private Positions positions() {
    return new ChannelPositions(
        topic,
        new JdbcTransactions(infrastructure.jdbcUrl(), "messaging", infrastructure.password()),
        () -> false);
  }

  private static List<RawMessage> takeFrom(KafkaSource source) {
    return source.poll(Duration.ofMillis(500), 500);
  }

  private Member aMember(Consumer<Envelope<Message>> fault) {
    Map<String, Object> consumer = infrastructure.consumer(topic, 500);
    JdbcTransactions transactions =
        new JdbcTransactions(infrastructure.jdbcUrl(), "messaging", infrastructure.password());
    Member member = new Member(consumer, topic, transactions, fault).start();
    toClose.push(member);
    return member;
  }

  /** Uses a new producer, which has never known an earlier topic. */
  private void post(int from, int to) {
    try (Letters letters = new Letters(infrastructure.writer(), topic)) {
      for (int number = from; number < to; number++) {
        letters.post(UUID.randomUUID(), number);
      }
    }
  }

  private void delete() throws Exception {
    try (Admin admin = infrastructure.kafka.admin()) {
      admin.deleteTopics(List.of(topic)).all().get();
      await().atMost(PATIENCE).until(() -> !admin.listTopics().names().get().contains(topic));
    }
  }

  private void make() {
    infrastructure.kafka.createTopics(
        List.of(new NewTopic(topic, Optional.of(1), Optional.empty())));
  }

  private void awaitAllOf(int from, int to) {
    await().atMost(PATIENCE).until(() -> countOf(from, to) == to - from);
  }

  private long countOf(int from, int to) {
    return infrastructure.number(
        "select count(*) from effect where number >= " + from + " and number < " + to);
  }

  private static long number(Envelope<Message> message) {
    return ((OrderPlaced) message.data()).amount();
  }

  private static void awaitOpen(CountDownLatch latch) {
    try {
      if (!latch.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new AssertionError("nobody opened it");
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
