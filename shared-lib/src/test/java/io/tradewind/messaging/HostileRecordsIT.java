package io.tradewind.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tradewind.contracts.Topic;
import io.tradewind.contracts.orders.OrderPlaced;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A channel goes on whatever a record contains. */
class HostileRecordsIT {

  private static final int HOSTILE = 2_000;
  private static final String NUMBER = "substring(headers from '\"hostile\":\"([0-9]+)\"')::bigint";
  private static final String NUMBERED = "headers like '%\"hostile\":%'";
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Infrastructure infrastructure = Infrastructure.get();
  private final String topic = infrastructure.aTopic(4);
  private final JdbcTransactions transactions =
      new JdbcTransactions(infrastructure.jdbcUrl(), "messaging", infrastructure.password());
  private final KafkaProducer<byte[], byte[]> producer =
      new KafkaProducer<>(
          infrastructure.writer(), new ByteArraySerializer(), new ByteArraySerializer());
  private final HostileRecords records = HostileRecords.seeded();
  private final List<ProducerRecord<byte[], byte[]>> hostile = new ArrayList<>();
  private final Set<UUID> spoilt = new HashSet<>();
  private Member member;

  @BeforeEach
  void nothingIsThere() {
    infrastructure.execute("delete from effect");
    infrastructure.execute("delete from parked_message");
  }

  @AfterEach
  void close() {
    producer.close();
    if (member != null) {
      member.close();
    }
  }

  @Test
  void everyHostileRecordIsParkedOnceAndEveryOtherKeyGoesOn() throws Exception {
    for (int n = 0; n < HOSTILE; n++) {
      send(HostileRecords.good(topic, placed(UUID.randomUUID(), n)));
      UUID key = UUID.randomUUID();
      ProducerRecord<byte[], byte[]> bad = records.insteadOf(topic, placed(key, n));
      hostile.add(bad);
      send(bad);
      if (n % 10 == 0) {
        send(HostileRecords.good(topic, placed(key, 1)));
        send(HostileRecords.good(topic, placed(key, 2)));
        if (Arrays.equals(bad.key(), key.toString().getBytes(StandardCharsets.UTF_8))) {
          spoilt.add(key);
        }
      }
    }
    aMember();

    int behind = 2 * spoilt.size();
    await().atMost(PATIENCE).until(() -> parked() == HOSTILE + behind);
    await().atMost(PATIENCE).until(() -> effects() == HOSTILE + 2 * (HOSTILE / 10) - behind);
    assertThat(hostileNumbers()).hasSize(HOSTILE).doesNotHaveDuplicates();
    for (UUID key : spoilt) {
      assertThat(infrastructure.numbersOf(key.toString())).isEmpty();
      assertThat(amountsWaitingOn(key)).containsExactly(1L, 2L);
    }
    bytesAreAsTheyCame();
  }

  private void bytesAreAsTheyCame() throws Exception {
    transactions.run(
        () -> {
          try (Connection connection = transactions.connection();
              var rows =
                  connection
                      .createStatement()
                      .executeQuery(
                          "select id, " + NUMBER + " from parked_message where " + NUMBERED)) {
            while (rows.next()) {
              RawMessage kept =
                  ParkedMessageTable.alone(
                          connection, Topic.ORDER_EVENTS.topicName(), rows.getObject(1, UUID.class))
                      .orElseThrow()
                      .message();
              same(kept, hostile.get(rows.getInt(2)));
            }
          }
        });
  }

  private static void same(RawMessage kept, ProducerRecord<byte[], byte[]> sent) {
    assertThat(kept.keyBytes()).isEqualTo(sent.key());
    assertThat(kept.value()).isEqualTo(sent.value());
    assertThat(kept.fields())
        .usingRecursiveFieldByFieldElementComparator()
        .containsExactlyInAnyOrderElementsOf(
            Stream.of(sent.headers().toArray())
                .map(header -> new RawMessage.Field(header.key(), header.value()))
                .toList());
  }

  /** A typical faulty producer uses one id for all its messages. */
  @Test
  void differentBadMessagesWithOneIdAreAllParkedAndARedeliveredOneOnce() {
    List<ProducerRecord<byte[], byte[]>> bad = new ArrayList<>();
    for (int n = 0; n < 10; n++) {
      UUID key = UUID.randomUUID();
      bad.add(withId("1", key, "{\"orderId\":"));
      bad.add(withId("1", key, "{\"orderId\": " + n));
    }
    bad.forEach(this::send);
    bad.forEach(this::send);
    send(HostileRecords.good(topic, placed(UUID.randomUUID(), 1)));
    aMember();
    await().atMost(PATIENCE).until(() -> effects() == 1 && member.lag() == 0);
    await().atMost(PATIENCE).until(() -> parked() >= 20);
    assertThat(parked()).isEqualTo(20);
  }

  private ProducerRecord<byte[], byte[]> withId(String id, UUID key, String payload) {
    ProducerRecord<byte[], byte[]> record =
        new ProducerRecord<>(topic, bytes(key.toString()), bytes(payload));
    record.headers().add("ce_id", bytes(id)).add("ce_type", bytes("OrderPlaced.v1"));
    return record;
  }

  /** The database refuses this row permanently: the owner of the table forbids it. */
  @Test
  void aMessageThatCannotBeParkedWholeIsParkedWithLess() throws Exception {
    ownerSays(
        "alter table parked_message add check (type is distinct from 'Refused.v1') not valid");
    try {
      ProducerRecord<byte[], byte[]> bad =
          new ProducerRecord<>(topic, bytes("k"), bytes("a payload"));
      bad.headers().add("ce_type", bytes("Refused.v1")).add("ce_id", bytes("7"));
      send(bad);
      send(HostileRecords.good(topic, placed(UUID.randomUUID(), 1)));
      aMember();
      await().atMost(PATIENCE).until(() -> effects() == 1 && parked() == 1);
      assertThat(
              infrastructure.number(
                  "select count(*) from parked_message where key = 'k' and message_id like '"
                      + topic
                      + "-%@%' and payload = 'a payload'::bytea and cause like 'could not be%'"))
          .isOne();
    } finally {
      ownerSays("alter table parked_message drop constraint parked_message_type_check");
    }
  }

  private void ownerSays(String sql) throws Exception {
    try (Connection owner = infrastructure.postgres.connect("messaging", "messaging_owner");
        var statement = owner.createStatement()) {
      statement.execute(sql);
    }
  }

  private void send(ProducerRecord<byte[], byte[]> record) {
    producer.send(record);
  }

  private void aMember() {
    producer.flush();
    member =
        new Member(infrastructure.consumer(topic, 500), topic, transactions, message -> {}).start();
  }

  private List<Long> hostileNumbers() {
    return numbers("select " + NUMBER + " from parked_message where " + NUMBERED);
  }

  private List<Long> amountsWaitingOn(UUID key) {
    return numbers(
        "select (convert_from(payload, 'UTF8')::json ->> 'amount')::bigint from parked_message"
            + " where cause is null and key = '"
            + key
            + "' order by position");
  }

  private List<Long> numbers(String sql) {
    List<Long> numbers = new ArrayList<>();
    try (Connection connection = infrastructure.connect();
        var rows = connection.createStatement().executeQuery(sql)) {
      while (rows.next()) {
        numbers.add(rows.getLong(1));
      }
    } catch (java.sql.SQLException failed) {
      throw new IllegalStateException(failed);
    }
    return numbers;
  }

  private long effects() {
    return infrastructure.number("select count(*) from effect");
  }

  private long parked() {
    return infrastructure.number("select count(*) from parked_message");
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static OrderPlaced placed(UUID order, long number) {
    return new OrderPlaced(order, order, number, "EUR");
  }
}
