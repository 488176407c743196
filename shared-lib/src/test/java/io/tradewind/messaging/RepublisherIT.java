package io.tradewind.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tradewind.messaging.kafka.KafkaSink;
import io.tradewind.values.Ids;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A lost broker is refilled in portions while all other work continues. */
class RepublisherIT {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int KEYS = 20;
  private static OutboxDatabase database;

  private final List<AutoCloseable> toClose = new ArrayList<>();
  private String topic;

  @BeforeAll
  static void aDatabaseOfItsOwn() {
    database = OutboxDatabase.made("refill");
  }

  @BeforeEach
  void nothingWasSent() {
    database.execute("truncate outbox, outbox_republication");
    topic = database.infrastructure().aTopic(1);
  }

  @AfterEach
  void closeEverything() throws Exception {
    for (AutoCloseable opened : toClose) {
      opened.close();
    }
  }

  @Test
  void aLostBrokerIsFilledInPortionsAndEveryKeyKeepsItsOrder() throws SQLException {
    sentLongAgo(5 * RepublishPace.SMALLEST + 1, "2 days");
    request(Instant.EPOCH, null);
    aRelay();
    aRelay();
    awaitRefilled();

    assertThat(takenUp()).isEqualTo(5 * RepublishPace.SMALLEST + 1);
    numbersByKey()
        .forEach((key, numbers) -> assertThat(numbers).as(key).isSorted().doesNotHaveDuplicates());
    assertThat(records()).hasSize(5 * RepublishPace.SMALLEST + 1);
  }

  @Test
  void onlyOnePortionWaitsAtATimeSoThatWhatIsNewWaitsLittle() throws SQLException {
    sentLongAgo(3 * RepublishPace.SMALLEST, "1 hour");
    request(Instant.EPOCH, null);
    try (Connection connection = database.connect()) {
      Republisher refill = refill();
      for (int turn = 0; turn < 10; turn++) {
        refill.goOn(connection, List.of());
      }
      assertThat(unsent()).isEqualTo(RepublishPace.SMALLEST);

      // A portion waits for the earlier backlog, but not for messages that the broker refuses.
      write(connection, "new", 1);
      database.execute(
          "update outbox set held_at = now(), failure = 'refused' where key = 'key-0' and sent_at is null");
      database.execute(
          "update outbox set sent_at = now() where sent_at is null and held_at is null");
      await()
          .atMost(PATIENCE)
          .untilAsserted(
              () -> {
                refill.goOn(connection, List.of());
                assertThat(unsent())
                    .isEqualTo(RepublishPace.SMALLEST + RepublishPace.SMALLEST / KEYS);
              });
    }
  }

  @Test
  void aPortionGoesBehindTheBacklog() throws SQLException {
    sentLongAgo(10, "1 hour");
    try (Connection connection = database.connect()) {
      write(connection, "new", 1);
      request(Instant.EPOCH, null);
      taken(connection, refill());
      assertThat(OutboxTable.listUnsent(connection, false, 0, 20))
          .hasSize(11)
          .first()
          .extracting(UnsentMessage::key)
          .isEqualTo("new");
    }
  }

  @Test
  void aRelayThatEndsInTheMiddleIsFollowedByOneThatGoesOnFromThere() throws Exception {
    int messages = 40 * RepublishPace.SMALLEST;
    sentLongAgo(messages, "1 hour");
    request(Instant.EPOCH, null);
    aRelay();
    await().atMost(PATIENCE).until(() -> takenUp() > RepublishPace.SMALLEST);
    closeEverything();
    toClose.clear();
    long before = takenUp();
    assertThat(before).isLessThan(messages);
    aRelay();
    awaitRefilled();

    assertThat(takenUp()).isEqualTo(messages);
    numbersByKey()
        .forEach(
            (key, numbers) ->
                assertThat(numbers.stream().distinct().toList())
                    .as(key)
                    .isSorted()
                    .hasSize(messages / KEYS));
  }

  @Test
  void aSecondRequestWaitsBehindTheFirstAndCoversWhatThatSent() throws SQLException {
    sentLongAgo(100, "1 hour");
    sentLongAgo(100, "1 day");
    request(Instant.now().minus(Duration.ofHours(2)), null);
    request(Instant.EPOCH, null);
    try (Connection connection = database.connect()) {
      RepublishProgress first = OutboxTable.state(connection).republishing();
      assertThat(first.queued()).isOne();
      assertThat(first.expected()).isEqualTo(100);
    }
    aRelay(Duration.ofSeconds(1));
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                database.number("select count(*) from outbox_republication where done_at is null")
                    == 0);
    assertThat(database.number("select taken_up from outbox_republication order by id limit 1"))
        .isEqualTo(100);
    assertThat(takenUp()).isEqualTo(200);
  }

  @Test
  void aMessageSentDaysAfterItWasWrittenIsFoundByWhenItWasSent() throws SQLException {
    sentLongAgo(10, "5 days");
    database.execute("update outbox set sent_at = now() - interval '1 hour' where key = 'key-3'");
    request(Instant.now().minus(Duration.ofHours(2)), null);
    try (Connection connection = database.connect()) {
      taken(connection, refill());
      assertThat(OutboxTable.listUnsent(connection, false, 0, 20))
          .extracting(UnsentMessage::key)
          .containsExactly("key-3");
    }
  }

  @Test
  void onlyTheTopicThatWasAskedForIsSentAgain() throws SQLException {
    sentLongAgo(1_000, "1 hour");
    database.execute("update outbox set topic = 'another' where key <> 'key-3'");
    RepublishEstimate about = request(Instant.EPOCH, topic);
    assertThat(about).isEqualTo(new RepublishEstimate(1_000 / KEYS, false));
    aRelay();
    awaitRefilled();
    assertThat(numbersByKey()).containsOnlyKeys("key-3");
    assertThat(takenUp()).isEqualTo(1_000 / KEYS);
  }

  /** A relay may still hold an acknowledgement of the lost broker when the operator acts. */
  @Test
  void aMessageMarkedByALateAnswerOfTheLostBrokerIsSentAgain() throws SQLException {
    try (Connection connection = database.connect();
        Connection late = database.connect()) {
      write(connection, "late", 1);
      List<Integer> shards = IntStream.range(0, OutboxTable.SHARDS).boxed().toList();
      List<OutboxRow> answered = OutboxTable.ready(late, shards, List.of(), 500).rows();
      assertThat(request(Instant.now(), null)).isEqualTo(new RepublishEstimate(1, false));

      Republisher refill = new Republisher(new RelayWakeUp(), Duration.ofSeconds(2));
      taken(connection, refill);
      OutboxTable.markSent(late, answered);
      assertThat(unsent()).isZero();
      await()
          .atMost(PATIENCE)
          .untilAsserted(
              () -> {
                refill.goOn(connection, List.of());
                assertThat(unsent()).isOne();
              });
    }
  }

  @Test
  void aLongWaitOfARefilledMessageCountsFromWhenItWasAskedForAgain() throws SQLException {
    sentLongAgo(1, "3 days");
    request(Instant.EPOCH, null);
    try (Connection connection = database.connect()) {
      taken(connection, refill());
      assertThat(OutboxTable.state(connection).oldestUnsent())
          .isAfter(Instant.now().minus(PATIENCE));
    }
  }

  @Test
  void somebodyElsesLockOnAMessageDelaysThePortionAndNotTheRelay() throws SQLException {
    sentLongAgo(10, "1 hour");
    request(Instant.EPOCH, null);
    try (Connection connection = database.connect();
        Connection handler = database.connect()) {
      handler.setAutoCommit(false);
      handler.createStatement().execute("select 1 from outbox for update");
      Republisher refill = refill();
      for (int turn = 0; turn < 3; turn++) {
        refill.goOn(connection, List.of());
      }
      assertThat(unsent()).isZero();
      handler.rollback();
      taken(connection, refill);
      assertThat(unsent()).isEqualTo(10);
    }
  }

  @Test
  void aRelaySuspendedInTheMiddleOfAPortionKeepsItFromNobody() throws SQLException {
    sentLongAgo(10, "1 hour");
    request(Instant.EPOCH, null);
    try (Connection suspended = database.connect();
        Connection connection = database.connect()) {
      suspended.setAutoCommit(false);
      Republisher halfway = refill();
      halfway.step(suspended, List.of());
      Republisher refill = refill();
      await()
          .atMost(PATIENCE)
          .untilAsserted(
              () -> {
                refill.goOn(connection, List.of());
                assertThat(unsent()).isEqualTo(10);
              });
    }
  }

  private static Republisher refill() {
    return new Republisher(new RelayWakeUp());
  }

  /** Takes turns until the refill has reached the end once. */
  private static void taken(Connection connection, Republisher refill) throws SQLException {
    Instant deadline = Instant.now().plus(PATIENCE);
    while (notReached() > 0 && Instant.now().isBefore(deadline)) {
      refill.goOn(connection, List.of());
    }
    assertThat(notReached()).isZero();
  }

  private static long notReached() {
    return database.number("select count(*) from outbox_republication where reached_at is null");
  }

  private void awaitRefilled() {
    await().atMost(PATIENCE).until(() -> notReached() == 0 && unsent() == 0);
  }

  private static long takenUp() {
    return database.number("select taken_up from outbox_republication order by id desc limit 1");
  }

  private static long unsent() {
    return database.number("select count(*) from outbox where sent_at is null");
  }

  private static RepublishEstimate request(Instant since, String topic) throws SQLException {
    try (Connection connection = database.connect()) {
      return RepublishRequests.request(connection, since, topic);
    }
  }

  /** Inserts numbers 0 to count-1 on the keys in turn, sent one microsecond apart. */
  private void sentLongAgo(int count, String ago) {
    database.execute(
        """
        create table if not exists outbox_%1$s partition of outbox for values from ('%2$s') to ('%3$s');
        insert into outbox (message_id, created_on, shard, topic, key, type, time, payload, sent_at)
        select uuidv7(), '%2$s', n %% %5$d %% 8, '%4$s', 'key-' || n %% %5$d, 'Test.v1', now() - interval '%6$s',
               n, now() - interval '%6$s' + n * interval '1 us'
          from generate_series(0, %7$d - 1) n"""
            .formatted(
                LocalDate.now(ZoneOffset.UTC).minusDays(6).toString().replace("-", ""),
                LocalDate.now(ZoneOffset.UTC).minusDays(6),
                LocalDate.now(ZoneOffset.UTC).minusDays(5),
                topic,
                KEYS,
                ago,
                count));
  }

  private void write(Connection connection, String key, int number) throws SQLException {
    OutboxTable.insert(
        connection,
        List.of(
            new OutboxRow(
                Ids.next(),
                null,
                0,
                null,
                topic,
                key,
                "Test.v1",
                Instant.now(),
                null,
                Integer.toString(number))));
  }

  private Map<String, List<Long>> numbersByKey() {
    Map<String, List<Long>> numbers = new HashMap<>();
    for (ConsumerRecord<String, String> record : records()) {
      numbers
          .computeIfAbsent(record.key(), key -> new ArrayList<>())
          .add(Long.parseLong(record.value()));
    }
    return numbers;
  }

  private List<ConsumerRecord<String, String>> records() {
    Map<String, Object> settings = database.infrastructure().consumer("reader", 500);
    try (KafkaConsumer<String, String> consumer =
        new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
      TopicPartition only = new TopicPartition(topic, 0);
      consumer.assign(List.of(only));
      consumer.seekToBeginning(List.of(only));
      long end = consumer.endOffsets(List.of(only)).get(only);
      List<ConsumerRecord<String, String>> read = new ArrayList<>();
      while (consumer.position(only) < end) {
        consumer.poll(Duration.ofMillis(100)).forEach(read::add);
      }
      return read;
    }
  }

  private void aRelay() {
    aRelay(Duration.ofSeconds(30));
  }

  private void aRelay(Duration settling) {
    KafkaSink sink = new KafkaSink(database.infrastructure().producer(), "test");
    Pipe<Message<OutboxRow>> pipe = new Pipe<>();
    pipe.subscribe(new ToTheSink(sink));
    RelayWakeUp signal = new RelayWakeUp();
    RelayLoop loop =
        new RelayLoop(
            database::connect,
            signal,
            pipe,
            acknowledged -> {},
            new OutboxHousekeeping(7),
            new Republisher(signal, settling));
    new Thread(loop, "relay").start();
    toClose.add(
        () -> {
          loop.stop();
          sink.close();
        });
  }
}
