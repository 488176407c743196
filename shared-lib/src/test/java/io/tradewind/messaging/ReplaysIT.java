package io.tradewind.messaging;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tradewind.contracts.Topic;
import io.tradewind.database.TransientFailure;
import io.tradewind.messaging.Parking.Search;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Many parked messages: requested, replayed in turns with new messages, and counted. */
class ReplaysIT {

  private static final String CHANNEL = Topic.ORDER_EVENTS.topicName();
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Infrastructure infrastructure = Infrastructure.get();
  private final JdbcTransactions transactions =
      new JdbcTransactions(infrastructure.jdbcUrl(), "messaging", infrastructure.password());
  private final List<List<String>> turns = new ArrayList<>();
  private final Set<String> failing = new ConcurrentSkipListSet<>();
  private RuntimeException failure = new TransientFailure("its row is locked", null);

  @BeforeEach
  void nothingIsParked() {
    infrastructure.execute("delete from parked_message");
  }

  @Test
  void aTurnHandlesAtMost50MessagesInOneTransaction() {
    parked(120, 1);
    request();
    Replays replays = replays();
    assertThat(turnsUntil(replays, () -> parkedNow() == 0)).isEqualTo(3);
    assertThat(turns).extracting(List::size).containsExactly(50, 50, 20);
  }

  @Test
  void aKeyOfManyIsFreedInOrderWithWhatCameBehindIt() {
    parked(1, 130);
    request();
    Replays replays = replays();
    replays.turnWhenDue();
    infrastructure.execute(
        """
        insert into parked_message (id, channel, message_id, key, headers, payload)
        values (gen_random_uuid(), 'order-events', 'late', 'key-0', '{}', '130')\
        """);
    turnsUntil(replays, () -> parkedNow() == 0);

    assertThat(turns.stream().flatMap(List::stream).map(ReplaysIT::number))
        .containsExactlyElementsOf(IntStream.rangeClosed(0, 130).boxed().toList());
  }

  /**
   * A message whose row stays locked delays no other message, and is not retried without a pause.
   */
  @Test
  void aRequestThatWillHealLaterLetsTheOthersGoAndWaits() {
    parked(60, 1);
    failing.add("key-0");
    request();
    Replays replays = replays();
    turnsUntil(replays, () -> parkedNow() == 1);
    assertThat(replays.due()).isTrue();
    replays.turnWhenDue();
    assertThat(replays.due()).isFalse();
    failing.clear();
    await()
        .atMost(PATIENCE)
        .until(
            () -> {
              replays.turnWhenDue();
              return parkedNow() == 0;
            });
  }

  @Test
  void aMessageThatFailsAgainKeepsItsKeyWaitingAndGetsItsNewCause() {
    parked(3, 2);
    failing.add("key-1");
    failure = new IllegalStateException("a new cause");
    request();
    Replays replays = replays();
    turnsUntil(replays, () -> parkedNow() == 2);
    replays.turnWhenDue();

    assertThat(
            infrastructure.number(
                "select count(*) from parked_message where key = 'key-1' and replay_requested_at is"
                    + " null and coalesce(cause like '%a new cause', false) = (payload = '0')"))
        .isEqualTo(2);
  }

  /** On a quiet channel, a replay does not wait half a second for each key. */
  @Test
  void fiveHundredKeysAreReplayedWithinSecondsBesideLiveTraffic() throws Exception {
    replayedBesideLiveTraffic(
        Integer.getInteger("replay.keys", 500), Integer.getInteger("replay.each", 1));
  }

  private void replayedBesideLiveTraffic(int keys, int ofEach) throws Exception {
    String topic = infrastructure.aTopic(4);
    infrastructure.execute("delete from effect");
    try (Letters letters = new Letters(infrastructure.writer(), topic);
        Member member =
            new Member(infrastructure.consumer(topic, 500), topic, transactions, message -> {})) {
      infrastructure.execute(
"""
with keys as materialized
       (select gen_random_uuid()::text as key from generate_series(1, %d)),
     messages as materialized
       (select key, n, gen_random_uuid()::text as id from keys, generate_series(1, %d) n)
insert into parked_message (id, channel, message_id, key, type, headers, payload, cause)
select gen_random_uuid(), 'order-events', id, key, 'OrderPlaced.v1',
       format('{"ce_id":"%%s","ce_type":"OrderPlaced.v1","ce_time":"2026-01-01T00:00:00Z"}', id),
       convert_to(format('{"orderId":"%%s","userId":"%%s","amount":1,"currency":"EUR"}', key, key), 'UTF8'),
       case n when 1 then 'a cause' end
  from messages order by n\
"""
              .formatted(keys, ofEach));
      member.start();
      await().atMost(PATIENCE).until(member::assigned);
      long start = System.nanoTime();
      request();
      letters.postEachOnItsOwnKey(500);
      await()
          .atMost(PATIENCE)
          .pollInterval(Duration.ofMillis(50))
          .until(() -> infrastructure.number("select count(*) from effect") == 500 + keys * ofEach);
      System.out.printf(
          "%d keys of %d messages replayed in %d ms%n",
          keys, ofEach, Duration.ofNanos(System.nanoTime() - start).toMillis());
      assertThat(parkedNow()).isZero();
    }
  }

  /** A count every second and a request for one key, in a table of 100,000 rows. */
  @Test
  void countingAndAskingDoNotReadTheWholeTable() throws SQLException {
    parked(1_000, 100);
    infrastructure.execute("delete from parked_message where key = 'key-7' and payload = '0'");
    try (Connection owner = infrastructure.postgres.connect("messaging", "messaging_owner");
        Statement analyze = owner.createStatement()) {
      analyze.execute("vacuum analyze parked_message");
    }
    UUID one = parkedMessageOf("key-8");
    assertThat(rowsRead(c -> ParkedMessageTable.census(c, CHANNEL).waiting() == 10_000))
        .isLessThan(11_000);
    assertThat(rowsRead(c -> ParkedMessageTable.census(c, "none").isEmpty())).isLessThan(1_000);
    assertThat(
            rowsRead(
                c ->
                    ParkedMessageQueries.requestReplay(c, new Search(CHANNEL, "key-9", null))
                        == 100))
        .isLessThan(1_000);
    assertThat(
            rowsRead(
                c -> ParkedMessageQueries.requestReplay(c, new Search(null, "key-9", null)) == 100))
        .isLessThan(1_000);
    assertThat(rowsRead(c -> ParkedMessageQueries.requestReplay(c, one) == 100)).isLessThan(1_000);
    assertThat(
            rowsRead(
                c ->
                    ParkedMessageQueries.requestReplay(c, new Search(CHANNEL, null, "999")) == 100))
        .isLessThan(3_000);
    assertThat(
            rowsRead(
                c ->
                    ParkedMessageQueries.list(c, new Search(null, null, null), 0, 50).size() == 50))
        .isLessThan(1_000);
  }

  /** A query, and whether its result is right. */
  @FunctionalInterface
  private interface Asking {
    boolean rightlyOn(Connection connection) throws SQLException;
  }

  /**
   * The rows that this query reads from table and indexes, in a transaction that is rolled back.
   */
  private long rowsRead(Asking asking) throws SQLException {
    try (Connection connection = infrastructure.connect()) {
      connection.setAutoCommit(false);
      long before = rowsRead(connection);
      assertThat(asking.rightlyOn(connection)).isTrue();
      long read = rowsRead(connection) - before;
      connection.rollback();
      return read;
    }
  }

  private static long rowsRead(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        var found =
            statement.executeQuery(
                """
                select pg_stat_get_xact_tuples_returned('parked_message'::regclass)
                     + pg_stat_get_xact_tuples_fetched('parked_message'::regclass)
                     + (select sum(pg_stat_get_xact_tuples_returned(indexrelid))
                          from pg_index where indrelid = 'parked_message'::regclass)\
                """)) {
      found.next();
      return found.getLong(1);
    }
  }

  private UUID parkedMessageOf(String key) throws SQLException {
    try (Connection connection = infrastructure.connect();
        var found =
            connection
                .createStatement()
                .executeQuery("select id from parked_message where key = '" + key + "'")) {
      found.next();
      return found.getObject(1, UUID.class);
    }
  }

  /**
   * Parks {@code ofEach} messages on each of {@code keys} keys, with all keys in turns; the payload
   * is the number within the key.
   */
  private void parked(int keys, int ofEach) {
    infrastructure.execute(
"""
insert into parked_message (id, channel, message_id, key, headers, payload, cause)
select gen_random_uuid(), 'order-events', gen_random_uuid(), 'key-' || k, '{}', n::text::bytea,
       case n when 0 then 'cause of ' || k end
  from generate_series(0, %d) as n, generate_series(0, %d) as k order by n + 0, k + 0\
"""
            .formatted(ofEach - 1, keys - 1));
  }

  private void request() {
    infrastructure.execute(
        "update parked_message set replay_requested_at = now() where cause is not null"
            + " or key in (select key from parked_message where cause is not null)");
  }

  private long parkedNow() {
    return infrastructure.number("select count(*) from parked_message");
  }

  private static int number(String message) {
    return Integer.parseInt(message.substring(message.indexOf('#') + 1));
  }

  private int turnsUntil(Replays replays, BooleanSupplier enough) {
    int count = 0;
    while (!enough.getAsBoolean() && count < 1_000) {
      if (replays.due()) {
        count++;
      }
      replays.turnWhenDue();
    }
    return count;
  }

  private Replays replays() {
    Predicate<Received> fails = message -> failing.contains(message.key());
    return new Replays(
        new OrderedDelivery(
            new ChannelState(CHANNEL),
            CHANNEL,
            raw -> new Received(raw, null, null),
            messages -> {
              if (messages.stream().anyMatch(fails)) {
                throw failure;
              }
              turns.add(
                  messages.stream()
                      .map(m -> m.key() + "#" + new String(m.raw().value(), UTF_8))
                      .toList());
            },
            transactions,
            (pause, waiting) -> waiting,
            () -> false,
            new Member.Uncounted()));
  }
}
