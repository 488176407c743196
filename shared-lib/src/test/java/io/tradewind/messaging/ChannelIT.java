package io.tradewind.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tradewind.contracts.Message;
import io.tradewind.contracts.Topic;
import io.tradewind.contracts.orders.OrderPlaced;
import io.tradewind.database.TransientFailure;
import io.tradewind.scheduling.Heartbeat;
import java.io.File;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The guarantees of a channel on a real broker and a real database, checked by rows. */
class ChannelIT {

  private static final Consumer<Envelope<Message>> NO_FAULT = message -> {};
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Infrastructure infrastructure = Infrastructure.get();
  private final List<AutoCloseable> toClose = new ArrayList<>();
  private final AtomicLong ticker = new AtomicLong();
  private String topic;
  private Letters letters;

  @BeforeEach
  void anEmptyTable() {
    infrastructure.execute("delete from effect");
    infrastructure.execute("delete from parked_message");
    useTopicWith(4);
  }

  @AfterEach
  void closeEverything() throws Exception {
    for (AutoCloseable opened : toClose) {
      opened.close();
    }
  }

  @Test
  void aHandlerThatThrowsOnceLosesAndDoublesNothing() {
    AtomicBoolean threw = new AtomicBoolean();
    letters.postEachOnItsOwnKey(500);
    aMember(
        message -> {
          if (threw.compareAndSet(false, true)) {
            throw new IllegalStateException("once");
          }
        });
    awaitEffects(500);
    assertThat(threw).isTrue();
    assertThat(parked()).isZero();
  }

  @Test
  void aHandlerThatThrowsForEverParksEveryMessageInItsPlace() {
    List<UUID> keys = List.of(UUID.randomUUID(), UUID.randomUUID(), UUID.randomUUID());
    for (int number = 0; number < 5; number++) {
      for (UUID key : keys) {
        letters.post(key, number);
      }
    }
    aMember(
        message -> {
          throw new IllegalStateException("for ever");
        });
    await().atMost(PATIENCE).until(() -> parked() == 15);
    assertThat(infrastructure.number("select count(*) from parked_message where cause is not null"))
        .isEqualTo(3);
    assertThat(
            infrastructure.number(
                "select count(*) from parked_message where cause like '%for ever%'"))
        .isEqualTo(3);
    assertThat(effects()).isZero();
    awaitNoLag();
  }

  @Test
  void oneMessageOf500IsParkedAndTheOthersGoOn() {
    letters.postEachOnItsOwnKey(500);
    Member member = aMember(failsFor(237));
    awaitEffects(499);
    await().atMost(PATIENCE).until(() -> parked() == 1);
    assertThat(infrastructure.number("select count(*) from effect where number = 237")).isZero();
    awaitNoLag();
    assertThat(member.alive()).isTrue();
  }

  @Test
  void aParkedKeyWaitsAndIsFreedInOrder() {
    UUID stuck = UUID.randomUUID();
    UUID other = UUID.randomUUID();
    AtomicBoolean mended = new AtomicBoolean();
    aMember(
        message -> {
          if (message.key().equals(stuck.toString()) && number(message) == 3 && !mended.get()) {
            throw new IllegalStateException("not yet");
          }
        });
    for (int number = 0; number < 10; number++) {
      letters.post(stuck, number);
      letters.post(other, number);
    }
    await().atMost(PATIENCE).until(() -> parked() == 7);
    await().atMost(PATIENCE).until(() -> infrastructure.numbersOf(other.toString()).size() == 10);
    assertThat(infrastructure.numbersOf(stuck.toString())).containsExactly(0L, 1L, 2L);

    mended.set(true);
    askForReplayOf(stuck);
    letters.post(stuck, 10);
    await().atMost(PATIENCE).until(() -> infrastructure.numbersOf(stuck.toString()).size() == 11);
    assertThat(infrastructure.numbersOf(stuck.toString()))
        .containsExactlyElementsOf(LongStream.range(0, 11).boxed().toList());
    assertThat(parked()).isZero();
  }

  /**
   * The replay runs on another connection: one replica may replay a key while another still parks
   * messages of it.
   */
  @Test
  void nothingOfAKeyIsHandledWhileItIsReplayedElsewhere() throws SQLException {
    UUID stuck = UUID.randomUUID();
    AtomicBoolean mended = new AtomicBoolean();
    aMember(
        message -> {
          if (message.key().equals(stuck.toString()) && !mended.get()) {
            throw new IllegalStateException("not yet");
          }
        });
    letters.post(stuck, 0);
    await().atMost(PATIENCE).until(() -> parked() == 1);
    mended.set(true);
    try (Connection elsewhere = infrastructure.connect()) {
      elsewhere.setAutoCommit(false);
      ParkedMessageTable.lock(elsewhere, Topic.ORDER_EVENTS.topicName(), Set.of(stuck.toString()));
      askForReplayOf(stuck);
      letters.post(stuck, 1);
      await()
          .during(Duration.ofSeconds(3))
          .atMost(PATIENCE)
          .until(() -> effects() == 0 && parked() == 1);
      elsewhere.rollback();
    }
    await().atMost(PATIENCE).until(() -> infrastructure.numbersOf(stuck.toString()).size() == 2);
    assertThat(infrastructure.numbersOf(stuck.toString())).containsExactly(0L, 1L);
    assertThat(parked()).isZero();
  }

  @Test
  void aReplayThatFailsAgainKeepsTheKeyWaitingWithItsNewestCause() {
    UUID stuck = UUID.randomUUID();
    AtomicReference<String> fault = new AtomicReference<>("first cause");
    aMember(
        message -> {
          throw new IllegalStateException(fault.get());
        });
    letters.post(stuck, 0);
    letters.post(stuck, 1);
    await().atMost(PATIENCE).until(() -> parked() == 2);
    fault.set("second cause");
    askForReplayOf(stuck);
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                infrastructure.number(
                        "select count(*) from parked_message where cause like '%second cause%'"
                            + " and attempts = 2 and replay_requested_at is null")
                    == 1);
    assertThat(parked()).isEqualTo(2);
    assertThat(effects()).isZero();
  }

  @Test
  void anUnreadableMessageIsParkedAndAMissingKeyHoldsNobody() {
    aMember(NO_FAULT);
    UUID key = UUID.randomUUID();
    letters.postRaw(null, "OrderPlaced.v1", "{}");
    letters.postRaw(null, "NoSuchThing.v1", "{}");
    letters.postRaw(key.toString(), "OrderPlaced.v1", "{\"orderId\": not json");
    letters.post(key, 1);
    letters.postEachOnItsOwnKey(50);
    awaitEffects(50);
    await().atMost(PATIENCE).until(() -> parked() == 4);
    assertThat(infrastructure.number("select count(*) from parked_message where key is null"))
        .isEqualTo(2);
    assertThat(infrastructure.number("select count(*) from parked_message where cause is null"))
        .isEqualTo(1);
    awaitNoLag();
  }

  /** A group waits 10 s for a silent member. */
  @Test
  void aDatabaseThatIsAwayForLongerThanAGroupWaitsParksNothing() {
    letters.postEachOnItsOwnKey(200);
    Member member = aMember(NO_FAULT);
    awaitEffects(200);
    infrastructure.postgres.kill();
    Instant gone = Instant.now();
    letters.postEachOnItsOwnKey(300);
    turnsHoweverMuchTimePasses(member);
    await().atMost(PATIENCE).until(() -> Duration.between(gone, Instant.now()).toSeconds() >= 15);
    infrastructure.postgres.start();
    awaitEffects(500);
    assertThat(parked()).isZero();
    assertThat(member.alive()).isTrue();
    awaitNoLag();
  }

  @Test
  void aPasswordThatWasChangedStopsTheChannelAndParksNothing() throws SQLException {
    systemFails("alter role messaging password 'another'", giveThePasswordBack());
  }

  @Test
  void aGrantThatWasTakenAwayStopsTheChannelAndParksNothing() throws SQLException {
    systemFails("revoke insert on effect from messaging", "grant insert on effect to messaging");
  }

  private String giveThePasswordBack() {
    return "alter role messaging password '" + infrastructure.password() + "'";
  }

  private void systemFails(String fault, String repair) throws SQLException {
    Member member = aMember(NO_FAULT);
    letters.postEachOnItsOwnKey(100);
    awaitEffects(100);
    try (Connection owner = infrastructure.postgres.superuser("messaging")) {
      owner.createStatement().execute(fault);
      try {
        letters.postEachOnItsOwnKey(100);
        await().atMost(PATIENCE).until(member::down);
      } finally {
        owner.createStatement().execute(repair);
      }
    }
    awaitEffects(200);
    assertThat(member.down()).isFalse();
    assertThat(parked()).isZero();
  }

  @Test
  void aBatchThatIsTriedAgainSaysHowMuchWaits() {
    AtomicBoolean away = new AtomicBoolean(true);
    letters.postEachOnItsOwnKey(50);
    Member member =
        aMember(
            message -> {
              if (away.get()) {
                throw new TransientFailure("away", null);
              }
            });
    await().atMost(PATIENCE).until(() -> member.lag() == 50);
    letters.postEachOnItsOwnKey(150);
    await().atMost(PATIENCE).until(() -> member.lag() == 200);
    away.set(false);
    awaitEffects(200);
    await().atMost(PATIENCE).until(() -> member.lag() == 0);
  }

  /**
   * Retries for twice as long as the broker lets a member be silent. Without polling, the member
   * would lose its partitions.
   */
  @Test
  void aBatchThatIsTriedAgainKeepsItsPlaceInTheGroup() {
    Map<String, Object> settings = infrastructure.consumer(topic, 500);
    settings.put("max.poll.interval.ms", 3_000);
    Deque<Instant> tries = new ConcurrentLinkedDeque<>();
    letters.postEachOnItsOwnKey(200);
    Member member =
        aMember(
            settings,
            message -> {
              tries.add(Instant.now());
              if (Duration.between(tries.getFirst(), Instant.now()).toSeconds() < 6) {
                throw new TransientFailure("away", null);
              }
            });
    await().atMost(PATIENCE).until(() -> !tries.isEmpty());
    String before = memberOfTheGroup();
    awaitEffects(200);
    assertThat(member.handledAgain).hasValue(0);
    assertThat(parked()).isZero();
    awaitNoLag();
    assertThat(memberOfTheGroup()).isEqualTo(before);
  }

  @Test
  void aBrokerThatRestartsLosesAndDoublesNothing() {
    Member member = aMember(NO_FAULT);
    letters.postEachOnItsOwnKey(1_000);
    awaitEffects(1_000);
    infrastructure.kafka.kill();
    turnsHoweverMuchTimePasses(member);
    infrastructure.kafka.start();
    // a plain producer may stay out of sequence after a broker's restart; KafkaSink replaces it
    letters = new Letters(infrastructure.writer(), topic);
    toClose.add(letters);
    letters.postEachOnItsOwnKey(1_000);
    awaitEffects(2_000);
    assertThat(parked()).isZero();
    assertThat(member.alive()).isTrue();
  }

  @Test
  void aRebalanceBetweenTwoMembersLosesAndDoublesNothing() {
    Member first = aMember(NO_FAULT);
    letters.postEachOnItsOwnKey(2_000);
    Member second = aMember(NO_FAULT);
    letters.postEachOnItsOwnKey(2_000);
    await().atMost(PATIENCE).until(second::assigned);
    first.close();
    letters.postEachOnItsOwnKey(2_000);
    awaitEffects(6_000);
    assertThat(second.calls).hasPositiveValue();
    assertThat(first.handledAgain).hasValue(0);
    assertThat(second.handledAgain).hasValue(0);
    assertThat(parked()).isZero();
  }

  @Test
  void orderPerKeyHoldsWhileMembersComeAndGo() {
    List<UUID> keys = LongStream.range(0, 8).mapToObj(n -> UUID.randomUUID()).toList();
    Member first = aMember(NO_FAULT);
    for (int number = 0; number < 400; number++) {
      for (UUID key : keys) {
        letters.post(key, number);
      }
      if (number == 100) {
        aMember(NO_FAULT);
      }
      if (number == 250) {
        first.close();
      }
    }
    awaitEffects(3_200);
    for (UUID key : keys) {
      assertThat(infrastructure.numbersOf(key.toString()))
          .containsExactlyElementsOf(LongStream.range(0, 400).boxed().toList());
    }
  }

  @Test
  void gapsInTheOffsetsHoldNothingUp() {
    Map<String, Object> settings = infrastructure.writer();
    settings.put("transactional.id", "gaps-" + topic);
    settings.put("enable.idempotence", true);
    try (Letters transactional = new Letters(settings, topic)) {
      transactional.producer().initTransactions();
      for (int round = 0; round < 10; round++) {
        transactional.producer().beginTransaction();
        transactional.postEachOnItsOwnKey(20);
        if (round % 3 == 0) {
          transactional.producer().abortTransaction();
        } else {
          transactional.producer().commitTransaction();
        }
      }
    }
    aMember(NO_FAULT);
    awaitEffects(120);
    awaitNoLag();
  }

  @Test
  void recordsThatWaitBeforeTheStartAreAllHandledOnce() {
    letters.postEachOnItsOwnKey(6_000);
    Member member =
        new Member(infrastructure.consumer(topic, 500), topic, transactions(), NO_FAULT);
    toClose.add(0, member);
    await()
        .during(Duration.ofSeconds(1))
        .atMost(PATIENCE)
        .until(() -> member.calls.get() == 0 && !member.assigned());
    member.start();
    awaitEffects(6_000);
    assertThat(member.handledAgain).hasValue(0);
  }

  @Test
  void aGracefulStopUnderLoadLosesAndRepeatsNothing() {
    Member first = aMember(NO_FAULT);
    letters.postEachOnItsOwnKey(8_000);
    await().atMost(PATIENCE).until(() -> effects() > 1_000);
    first.close();
    assertThat(effects()).isLessThan(8_000);
    Member second = aMember(NO_FAULT);
    awaitEffects(8_000);
    assertThat(first.handledAgain).hasValue(0);
    assertThat(second.handledAgain).hasValue(0);
    assertThat(parked()).isZero();
  }

  @Test
  void aKillUnderLoadLosesAndDoublesNothing() throws Exception {
    letters.postEachOnItsOwnKey(8_000);
    Process replica =
        new ProcessBuilder(
                System.getProperty("java.home") + File.separator + "bin" + File.separator + "java",
                "-cp",
                System.getProperty("java.class.path"),
                MemberProcess.class.getName(),
                infrastructure.kafka.bootstrapServers(),
                topic,
                infrastructure.jdbcUrl(),
                infrastructure.password())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      await().atMost(PATIENCE).until(() -> effects() > 1_000);
    } finally {
      replica.destroyForcibly().waitFor();
    }
    assertThat(effects()).isLessThan(8_000);
    aMember(NO_FAULT);
    awaitEffects(8_000);
    assertThat(parked()).isZero();
    awaitNoLag();
  }

  /** An exception that the application throws during shutdown is no fault of the message. */
  @Test
  void nothingIsParkedDuringAStop() throws InterruptedException {
    CountDownLatch inHand = new CountDownLatch(1);
    CountDownLatch stopping = new CountDownLatch(1);
    letters.postEachOnItsOwnKey(50);
    Member member =
        aMember(
            message -> {
              inHand.countDown();
              awaitOpen(stopping);
              throw new IllegalStateException("the container is going");
            });
    awaitOpen(inHand);
    Thread stop = new Thread(member::close, "stop-of-" + topic);
    stop.start();
    // close() waits for the end of the channel, so the channel was told to stop
    await().atMost(PATIENCE).until(() -> stop.getState() == Thread.State.TIMED_WAITING);
    stopping.countDown();
    stop.join(PATIENCE.toMillis());
    assertThat(parked()).isZero();
    assertThat(member.alive()).isFalse();
    assertThat(effects()).isZero();
    aMember(NO_FAULT);
    awaitEffects(50);
    assertThat(parked()).isZero();
  }

  @Test
  void aHandlerThatNeverAcknowledgesIsSeen() throws InterruptedException {
    CountDownLatch inHand = new CountDownLatch(1);
    CountDownLatch acknowledged = new CountDownLatch(1);
    letters.postEachOnItsOwnKey(1);
    Member member =
        aMember(
            message -> {
              inHand.countDown();
              awaitOpen(acknowledged);
            });
    awaitOpen(inHand);
    assertThat(member.alive()).isTrue();
    ticker.addAndGet(Heartbeat.LONGEST_TURN.toNanos());
    assertThat(member.alive()).isFalse();
    acknowledged.countDown();
    awaitEffects(1);
    await().atMost(PATIENCE).until(member::alive);
  }

  @Test
  void aChannelWhoseStreamIsCancelledParksNothingAndIsNotAlive() {
    Member member = aMember(NO_FAULT);
    letters.postEachOnItsOwnKey(10);
    awaitEffects(10);
    member.cancel();
    letters.postEachOnItsOwnKey(10);
    await().atMost(PATIENCE).until(() -> !member.alive());
    aMember(NO_FAULT);
    awaitEffects(20);
    assertThat(parked()).isZero();
  }

  private void turnsHoweverMuchTimePasses(Member member) {
    for (int turn = 0; turn < 3; turn++) {
      ticker.addAndGet(Heartbeat.LONGEST_TURN.toNanos());
      await().atMost(PATIENCE).until(member::alive);
    }
  }

  /** Only the database is restored; in the broker, all offsets are committed. */
  @Test
  void aDatabaseThatWasRestoredTakesInAgainWhatItLost() {
    letters.postEachOnItsOwnKey(100);
    Member first = aMember(NO_FAULT);
    awaitEffects(100);
    first.close();
    Map<Integer, Long> then = positions().known(topicId());

    letters.postEachOnItsOwnKey(60);
    Member second = aMember(NO_FAULT);
    awaitEffects(160);
    second.close();
    awaitNoLag();
    infrastructure.execute(
        "delete from effect where position > (select min(position) + 99 from effect)");
    goBackTo(then);

    aMember(NO_FAULT);
    awaitEffects(160);
    awaitNoLag();
  }

  /** Two replicas fill a copy and one of them dies: the next replica reads the missing part. */
  @Test
  void aCopyThatIsHalfFilledIsCompletedWhereverTheGroupStands() {
    letters.postEachOnItsOwnKey(100);
    Member first = aMember(NO_FAULT);
    awaitEffects(100);
    first.close();
    awaitNoLag();
    Map<Integer, Long> all = positions().known(topicId());
    infrastructure.execute("delete from effect");
    goBackTo(Map.of(0, all.get(0)));

    toClose.add(
        0,
        new Member(infrastructure.consumer(topic, 500), topic, transactions(), NO_FAULT)
            .needingEverything()
            .start());
    awaitEffects(100 - all.get(0));
    awaitNoLag();
  }

  private void goBackTo(Map<Integer, Long> then) {
    try (Connection owner = infrastructure.postgres.connect("messaging", "messaging_owner");
        var delete = owner.prepareStatement("delete from channel_position where channel = ?")) {
      delete.setString(1, topic);
      delete.executeUpdate();
    } catch (SQLException failed) {
      throw new IllegalStateException(failed);
    }
    positions().keep(topicId(), then);
  }

  private Positions positions() {
    return new ChannelPositions(topic, transactions(), () -> false);
  }

  private String topicId() {
    try (Admin admin = infrastructure.kafka.admin()) {
      return admin
          .describeTopics(List.of(topic))
          .allTopicNames()
          .get()
          .get(topic)
          .topicId()
          .toString();
    } catch (Exception unanswered) {
      throw new IllegalStateException(unanswered);
    }
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

  private void useTopicWith(int partitions) {
    topic = infrastructure.aTopic(partitions);
    letters = new Letters(infrastructure.writer(), topic);
    toClose.add(letters);
  }

  private Member aMember(Consumer<Envelope<Message>> fault) {
    return aMember(infrastructure.consumer(topic, 500), fault);
  }

  private Member aMember(Map<String, Object> consumer, Consumer<Envelope<Message>> fault) {
    Member member =
        new Member(consumer, topic, transactions(), fault, new Heartbeat(ticker::get)).start();
    toClose.add(0, member);
    return member;
  }

  private JdbcTransactions transactions() {
    return new JdbcTransactions(infrastructure.jdbcUrl(), "messaging", infrastructure.password());
  }

  private static Consumer<Envelope<Message>> failsFor(long number) {
    return message -> {
      if (number(message) == number) {
        throw new IllegalStateException("poison");
      }
    };
  }

  private static long number(Envelope<Message> message) {
    return ((OrderPlaced) message.data()).amount();
  }

  private void askForReplayOf(UUID key) {
    infrastructure.execute(
        "update parked_message set replay_requested_at = now() where key = '" + key + "'");
  }

  private long effects() {
    return infrastructure.number("select count(*) from effect");
  }

  private long parked() {
    return infrastructure.number("select count(*) from parked_message");
  }

  private void awaitEffects(long count) {
    await().atMost(PATIENCE).ignoreExceptions().until(() -> effects() >= count);
    assertThat(effects()).isEqualTo(count);
  }

  /** The id that the only member got when it joined; this member has all partitions. */
  private String memberOfTheGroup() {
    AtomicReference<String> only = new AtomicReference<>();
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              try (Admin admin = infrastructure.kafka.admin()) {
                var members =
                    admin
                        .describeConsumerGroups(List.of(topic))
                        .describedGroups()
                        .get(topic)
                        .get()
                        .members();
                assertThat(members).hasSize(1);
                var member = members.iterator().next();
                assertThat(member.assignment().topicPartitions()).hasSize(4);
                only.set(member.consumerId());
              }
            });
    return only.get();
  }

  /** Waits until the group's committed offsets are at the end of the topic. */
  private void awaitNoLag() {
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              try (Admin admin = infrastructure.kafka.admin()) {
                var committed =
                    admin.listConsumerGroupOffsets(topic).partitionsToOffsetAndMetadata().get();
                for (int partition = 0; partition < 4; partition++) {
                  TopicPartition recordId = new TopicPartition(topic, partition);
                  long end =
                      admin
                          .listOffsets(Map.of(recordId, OffsetSpec.latest()))
                          .partitionResult(recordId)
                          .get()
                          .offset();
                  long at = committed.get(recordId) == null ? 0 : committed.get(recordId).offset();
                  assertThat(at).isEqualTo(end);
                }
              }
            });
  }
}
