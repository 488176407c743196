package io.tradewind.messaging;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import io.tradewind.messaging.kafka.WrittenTopics;
import io.tradewind.values.Ids;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The guarantees of the outbox and its relays, read from the topic itself. */
class RelayIT {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int PARTITIONS = 4;

  private final Infrastructure infrastructure = Infrastructure.get();
  private final List<AutoCloseable> toClose = new ArrayList<>();
  private String topic;
  private Connection writer;

  @BeforeEach
  void anEmptyOutbox() {
    infrastructure.execute("update outbox set sent_at = now() where sent_at is null");
    topic = infrastructure.aTopic(PARTITIONS);
  }

  @AfterEach
  void closeEverything() throws Exception {
    for (AutoCloseable opened : toClose) {
      opened.close();
    }
  }

  @Test
  void committedMessagesAreSentOnceInOrderAndMarked() throws SQLException {
    commit("a key", 0, 1_500);
    aRelay();
    awaitNothingUnsent();
    assertThat(numbersByKey().get("a key")).containsExactlyElementsOf(numbers(1_500));
  }

  @Test
  void aRecordSaysWhatItIsAsACloudEventInBinaryModeDoes() throws SQLException {
    OutboxRow row = row("a key", "1");
    try (Connection connection = infrastructure.connect()) {
      OutboxTable.insert(connection, List.of(row));
    }
    aRelay();
    awaitNothingUnsent();

    ConsumerRecord<String, String> record = infrastructure.records(topic).get(0);
    Map<String, String> headers = new TreeMap<>();
    record.headers().forEach(each -> headers.put(each.key(), new String(each.value(), UTF_8)));
    assertThat(Instant.parse(headers.remove("ce_time")))
        .as("in the microseconds of PostgreSQL")
        .isCloseTo(row.time(), within(1, ChronoUnit.MICROS));
    assertThat(headers)
        .containsOnly(
            entry("ce_specversion", "1.0"),
            entry("ce_id", row.id().toString()),
            entry("ce_type", "Test.v1"),
            entry("ce_source", "/tradewind/test"),
            entry("ce_subject", "a key"),
            entry("content-type", "application/json"));
  }

  /** A repeated answer, which may also occur twice in one batch. */
  @Test
  void aMessageAddedAgainIsTheSameRowSentAgain() throws SQLException {
    OutboxRow row = row("a key", "1");
    aRelay();
    for (int times = 1; times <= 3; times++) {
      try (Connection connection = infrastructure.connect()) {
        OutboxTable.insert(connection, List.of(row, row));
      }
      awaitNothingUnsent();
      assertThat(infrastructure.records(topic)).hasSize(times);
    }
    assertThat(infrastructure.records(topic).stream().map(RelayIT::idOf).distinct())
        .containsExactly(row.id());
    assertThat(
            infrastructure.number(
                "select count(*) from outbox where key = 'a key' and topic = '" + topic + "'"))
        .isOne();
  }

  private static UUID idOf(ConsumerRecord<String, String> record) {
    return UUID.fromString(new String(record.headers().lastHeader("ce_id").value(), UTF_8));
  }

  @Test
  void rolledBackMessagesAreNeverSent() throws SQLException {
    aRelay();
    try (Connection connection = infrastructure.connect()) {
      connection.setAutoCommit(false);
      OutboxTable.insert(connection, rows("rolled back", 0, 10));
      connection.rollback();
    }
    commit("kept", 0, 10);
    awaitNothingUnsent();
    assertThat(numbersByKey()).containsOnlyKeys("kept");
  }

  @Test
  void aSlowTransactionIsNotOvertakenForGood() throws SQLException {
    aRelay();
    try (Connection slow = infrastructure.connect()) {
      slow.setAutoCommit(false);
      OutboxTable.insert(slow, rows("slow", 0, 5));
      commit("quick", 0, 5);
      await().atMost(PATIENCE).until(() -> numbersByKey().containsKey("quick"));
      slow.commit();
    }
    awaitNothingUnsent();
    assertThat(numbersByKey().get("slow")).containsExactlyElementsOf(numbers(5));
  }

  /**
   * The slow transaction draws its positions before others that are committed and sent meanwhile.
   */
  @Test
  void aSlowTransactionIsNotOvertakenByTheNextOneOfItsKey() throws SQLException {
    aRelay();
    try (Connection slow = infrastructure.connect()) {
      slow.setAutoCommit(false);
      OutboxTable.insert(slow, rows("slow", 0, 1));
      long opened = System.nanoTime();
      await()
          .atMost(PATIENCE)
          .pollInterval(Duration.ofMillis(10))
          .until(
              () -> {
                commit("quick", 0, 1);
                return System.nanoTime() - opened > Duration.ofSeconds(3).toNanos();
              });
      slow.commit();
      slow.setAutoCommit(true);
      OutboxTable.insert(slow, rows("slow", 1, 1));
    }
    awaitNothingUnsent();
    assertThat(numbersByKey().get("slow")).containsExactly(0L, 1L);
  }

  @Test
  void aReplicaGivesShardsBackWhenAnotherComesAndTakesThemWhenItGoes() throws Exception {
    Relay first = aRelay();
    await().atMost(PATIENCE).until(() -> first.shards() == OutboxTable.SHARDS);
    Relay second = new Relay(infrastructure, infrastructure.producer());
    await().atMost(PATIENCE).until(() -> first.shards() == 4 && second.shards() == 4);
    second.close();
    await().atMost(PATIENCE).until(() -> first.shards() == OutboxTable.SHARDS);
  }

  @Test
  void aFrozenReplicaLosesItsShardsAndSendsNothingStaleWhenItThaws() throws SQLException {
    Freezer freezer = new Freezer();
    Relay frozen =
        new Relay(
            infrastructure,
            infrastructure.producer(),
            sink -> freezer.before(sink),
            "idle_session_timeout = '1s'");
    toClose.add(0, frozen);
    await().atMost(PATIENCE).until(() -> frozen.shards() == OutboxTable.SHARDS);
    freezer.freezeAtTheNextRow();
    for (int key = 0; key < 20; key++) {
      commit("key-" + key, 0, 5);
    }
    await().atMost(PATIENCE).until(freezer::holds);
    // its lease was renewed before that
    long frozenSince = System.nanoTime();
    Relay other = aRelay();
    await().atMost(PATIENCE).until(() -> other.shards() == OutboxTable.SHARDS);
    awaitNothingUnsent();
    await()
        .atMost(PATIENCE)
        .until(() -> System.nanoTime() - frozenSince > RelaySession.LEASE.toNanos());

    freezer.thaw();
    await().atMost(PATIENCE).until(() -> frozen.shards() == 4 && other.shards() == 4);
    assertThat(freezer.sentAfterTheThaw()).as("besides the one in hand").isZero();
    for (int key = 0; key < 20; key++) {
      commit("key-" + key, 5, 5);
    }
    awaitNothingUnsent();
    Map<String, List<Long>> sent = numbersByKey();
    for (int key = 0; key < 20; key++) {
      assertThat(firstOccurrences(sent.get("key-" + key))).containsExactlyElementsOf(numbers(10));
    }
    assertThat(sent.values().stream().mapToInt(List::size).sum())
        .as("a repetition of what was in hand at most")
        .isBetween(200, 201);
  }

  @Test
  void aRowHandedOverByAnEndedRelaySessionComesLateAndOnlyRepeats() throws SQLException {
    Freezer freezer = new Freezer();
    Relay late =
        new Relay(infrastructure, infrastructure.producer(), sink -> freezer.keeping(sink));
    await().atMost(PATIENCE).until(() -> late.shards() == OutboxTable.SHARDS);
    for (int key = 0; key < 20; key++) {
      commit("key-" + key, 0, 5);
    }
    await().atMost(PATIENCE).until(() -> freezer.kept() == 20);
    cutTheRelays();
    late.loop().stop();
    aRelay();
    awaitNothingUnsent();
    freezer.sendAllKept();
    toClose.add(0, late);
    Map<String, List<Long>> sent = numbersByKey();
    for (int key = 0; key < 20; key++) {
      assertThat(sent.get("key-" + key)).containsExactly(0L, 1L, 2L, 3L, 4L, 0L);
    }
  }

  @Test
  void twoReplicasShareTheShardsAndKeepTheOrderOfEveryKey() throws SQLException {
    Relay first = aRelay();
    Relay second = aRelay();
    await().atMost(PATIENCE).until(() -> first.shards() == 4 && second.shards() == 4);
    for (int number = 0; number < 100; number++) {
      for (int key = 0; key < 20; key++) {
        commit("key-" + key, number, 1);
      }
    }
    awaitNothingUnsent();
    Map<String, List<Long>> sent = numbersByKey();
    for (int key = 0; key < 20; key++) {
      assertThat(sent.get("key-" + key)).containsExactlyElementsOf(numbers(100));
    }
  }

  @Test
  void aRelayThatLosesItsLockConnectionLeavesNothingBehindAndKeepsTheOrder() throws SQLException {
    aRelay();
    aRelay();
    for (int number = 0; number < 200; number++) {
      for (int key = 0; key < 10; key++) {
        commit("key-" + key, number, 1);
      }
      if (number % 50 == 25) {
        cutTheRelays();
      }
    }
    awaitNothingUnsent();
    Map<String, List<Long>> sent = numbersByKey();
    for (int key = 0; key < 10; key++) {
      assertThat(firstOccurrences(sent.get("key-" + key))).containsExactlyElementsOf(numbers(200));
    }
  }

  @Test
  void aRowThatTheBrokerRefusesHoldsItsKeyAndNobodyElse() throws SQLException {
    aRelay();
    String tooLarge = "x".repeat(2_000_000);
    try (Connection connection = infrastructure.connect()) {
      OutboxTable.insert(connection, List.of(row("held", tooLarge)));
    }
    commit("held", 1, 3);
    commit("free", 0, 50);
    await().atMost(PATIENCE).until(() -> unsent() == 4);
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                infrastructure.number(
                        "select count(*) from outbox where sent_at is null and held_at is not null"
                            + " and failure like '%RecordTooLarge%'")
                    == 1);
    assertThat(numbersByKey()).containsOnlyKeys("free");
    assertThat(numbersByKey().get("free")).containsExactlyElementsOf(numbers(50));
    assertThat(unsent()).isEqualTo(4);

    try (Connection connection = infrastructure.connect()) {
      OutboxState state = OutboxTable.state(connection);
      assertThat(state.unsent()).isEqualTo(4);
      assertThat(state.held()).isOne();
      assertThat(state.heldKeys()).isOne();
      assertThat(state.oldestUnsent()).isBefore(Instant.now());
      assertThat(OutboxTable.listUnsent(connection, true, 0, 9)).hasSize(1);
      assertThat(OutboxTable.redrive(connection, topic, "free")).isZero();
      assertThat(OutboxTable.redrive(connection, topic, "held")).isOne();
    }
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                infrastructure.number(
                        "select count(*) from outbox where sent_at is null"
                            + " and held_at is not null and failure is not null")
                    == 1);
  }

  @Test
  void aBrokerThatLostItsDiskIsFilledAgainFromTheOutbox() throws Exception {
    Instant before = Instant.now().minusSeconds(1);
    commit("a key", 0, 300);
    aRelay();
    awaitNothingUnsent();
    closeEverything();
    toClose.clear();
    writer = null;
    infrastructure.kafka.close();
    delete(infrastructure.kafkaData);
    infrastructure.kafka.start();
    infrastructure.kafka.createTopics(
        List.of(new NewTopic(topic, Optional.of(PARTITIONS), Optional.empty())));
    assertThat(numbersByKey()).isEmpty();

    try (Connection connection = infrastructure.connect()) {
      assertThat(RepublishRequests.request(connection, before, topic).messages()).isEqualTo(300);
    }
    aRelay();
    // nothing is unsent between two portions, too
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> assertThat(numbersByKey().get("a key")).containsExactlyElementsOf(numbers(300)));
  }

  private static List<OutboxRow> allUnsent(Connection connection) throws SQLException {
    List<Integer> shards = IntStream.range(0, OutboxTable.SHARDS).boxed().toList();
    return OutboxTable.ready(connection, shards, List.of(), 500).rows();
  }

  @Test
  void theTimeOfSendingIsTheCallersClock() throws SQLException {
    commit("a key", 0, 1);
    try (Connection connection = infrastructure.connect()) {
      OutboxRow row = allUnsent(connection).get(0);
      OutboxTable.markSent(connection, List.of(row));

      for (int wrongBySeconds : List.of(-400, 0, 400)) {
        Instant now = Instant.now().plusSeconds(wrongBySeconds);
        assertThat(OutboxTable.sentAt(connection, List.of(row.id()), now).get(row.id()))
            .isBetween(now.minus(PATIENCE), now);
      }
    }
  }

  @Test
  void aServiceHasNotStartedBeforeAllTopicsThatItWritesAreThere() {
    String late = "late-" + UUID.randomUUID();
    WrittenTopics written =
        new WrittenTopics(infrastructure.consumer("nobody", 1), List.of(topic, late));

    assertThat(written.there()).isFalse();
    infrastructure.kafka.createTopics(
        List.of(new NewTopic(late, Optional.of(1), Optional.empty())));
    await().atMost(PATIENCE).until(written::there);
  }

  @Test
  void aBrokerThatIsAwayIsWaitedFor() throws SQLException {
    aRelay();
    commit("a key", 0, 10);
    awaitNothingUnsent();
    infrastructure.kafka.kill();
    commit("a key", 10, 90);
    infrastructure.kafka.start();
    awaitNothingUnsent();
    assertThat(firstOccurrences(numbersByKey().get("a key")))
        .containsExactlyElementsOf(numbers(100));
  }

  @Test
  void aProducerThatGaveUpIsFollowedByANewOneAndTheOrderHolds() throws SQLException {
    Map<String, Object> impatient = infrastructure.producer();
    impatient.put("request.timeout.ms", 1_000);
    impatient.put("delivery.timeout.ms", 2_000);
    impatient.put("max.block.ms", 1_000L);
    toClose.add(0, new Relay(infrastructure, impatient));
    commit("a key", 0, 10);
    awaitNothingUnsent();
    infrastructure.kafka.suspend();
    commit("a key", 10, 90);
    Instant away = Instant.now();
    await().atMost(PATIENCE).until(() -> Duration.between(away, Instant.now()).toSeconds() >= 6);
    infrastructure.kafka.resume();
    awaitNothingUnsent();
    assertThat(firstOccurrences(numbersByKey().get("a key")))
        .containsExactlyElementsOf(numbers(100));
    assertThat(
            infrastructure.number(
                "select count(*) from outbox where sent_at is null and held_at is not null"))
        .isZero();
  }

  @Test
  void onlyADayWhoseRowsWereAllSentIsLetGo() throws SQLException {
    try (Connection owner = infrastructure.postgres.connect("messaging", "messaging_owner")) {
      for (String day : List.of("20200101", "20200102")) {
        owner
            .createStatement()
            .execute(
                "create table outbox_%1$s partition of outbox for values from ('%1$s') to (date '%1$s' + 1)"
                    .formatted(day));
        owner
            .createStatement()
            .execute(
                "insert into outbox (message_id, created_on, shard, topic, key, type, time,"
                    + " payload, sent_at)"
                    + " values (gen_random_uuid(), '%s', 0, '%s', 'old', 't', now(), '0', %s)"
                        .formatted(day, topic, day.endsWith("1") ? "now()" : "null"));
      }
    }
    infrastructure.number("select outbox_drop_partitions(7)");
    assertThat(infrastructure.number("select count(*) from outbox where key = 'old'")).isOne();
    infrastructure.execute("update outbox set sent_at = now() where key = 'old'");
    infrastructure.number("select outbox_drop_partitions(7)");
    assertThat(infrastructure.number("select count(*) from outbox where key = 'old'")).isZero();
  }

  /** Without partitions for the coming days, every write of the service would fail at midnight. */
  @Test
  void theComingDaysAreMadeAheadAndWhatWasSentStaysForSevenDays() throws SQLException {
    List<String> coming = List.of(partition(1), partition(2), partition(3));
    try (Connection owner = infrastructure.postgres.connect("messaging", "messaging_owner");
        Statement statement = owner.createStatement()) {
      for (String day : coming) {
        statement.execute("drop table if exists " + day);
      }
      for (int ago : List.of(6, 7)) {
        statement.execute(
            """
            create table %1$s partition of outbox
              for values from (%2$s) to (%2$s + 1);
            insert into outbox
              (message_id, created_on, shard, topic, key, type, time, payload, sent_at)
              values (gen_random_uuid(), %2$s, 0, '%3$s', 'sent %4$d days ago', 't', now(), '0', now())
            """
                .formatted(
                    partition(-ago),
                    "((now() at time zone 'utc')::date - %d)".formatted(ago),
                    topic,
                    ago));
      }
    }

    try (Connection connection = infrastructure.connect()) {
      new OutboxHousekeeping(7).whenDue(connection);
    }

    for (String day : coming) {
      assertThat(
              infrastructure.number("select count(*) from pg_class where relname = '" + day + "'"))
          .as(day)
          .isOne();
    }
    assertThat(infrastructure.number("select count(*) from outbox where key = 'sent 6 days ago'"))
        .isOne();
    assertThat(infrastructure.number("select count(*) from outbox where key = 'sent 7 days ago'"))
        .isZero();
  }

  private static String partition(int daysFromToday) {
    return "outbox_"
        + LocalDate.now(ZoneOffset.UTC)
            .plusDays(daysFromToday)
            .format(DateTimeFormatter.BASIC_ISO_DATE);
  }

  private Relay aRelay() {
    Relay relay = new Relay(infrastructure, infrastructure.producer());
    toClose.add(0, relay);
    return relay;
  }

  /** Commits {@code count} numbers from {@code first} on, in one transaction. */
  private void commit(String key, long first, int count) throws SQLException {
    if (writer == null) {
      writer = infrastructure.connect();
      toClose.add(writer);
    }
    OutboxTable.insert(writer, rows(key, first, count));
  }

  private List<OutboxRow> rows(String key, long first, int count) {
    return LongStream.range(first, first + count)
        .mapToObj(number -> row(key, Long.toString(number)))
        .toList();
  }

  private OutboxRow row(String key, String payload) {
    return new OutboxRow(
        Ids.next(), null, 0, null, topic, key, "Test.v1", Instant.now(), null, payload);
  }

  private void cutTheRelays() throws SQLException {
    try (Connection superuser = infrastructure.postgres.superuser("messaging")) {
      superuser
          .createStatement()
          .execute(
              "select pg_terminate_backend(pid) from pg_stat_activity"
                  + " where application_name = 'test-relay'");
    }
  }

  private long unsent() {
    return infrastructure.number("select count(*) from outbox where sent_at is null");
  }

  private void awaitNothingUnsent() {
    await().atMost(PATIENCE).until(() -> unsent() == 0);
  }

  private static List<Long> numbers(int count) {
    return LongStream.range(0, count).boxed().toList();
  }

  /** A repeated message may only follow its original. */
  private static List<Long> firstOccurrences(List<Long> numbers) {
    return numbers.stream().distinct().toList();
  }

  private Map<String, List<Long>> numbersByKey() {
    return infrastructure.records(topic).stream()
        .collect(
            groupingBy(
                ConsumerRecord::key,
                LinkedHashMap::new,
                mapping(record -> Long.parseLong(record.value()), toList())));
  }

  private static void delete(Path folder) {
    try (var paths = Files.walk(folder)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}
