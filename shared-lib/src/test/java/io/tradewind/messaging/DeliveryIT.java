package io.tradewind.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.tradewind.contracts.Topic;
import io.tradewind.contracts.orders.OrderPlaced;
import io.tradewind.database.Transactions;
import io.tradewind.values.PermanentFailure;
import jakarta.transaction.RollbackException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The delivery of a batch without a broker: when it pauses, and in which order it handles messages.
 */
class DeliveryIT {

  private static final String CHANNEL = Topic.ORDER_EVENTS.topicName();
  private static final int LOCK_TIMEOUT_MILLIS = 1_000;

  private final Infrastructure infrastructure = Infrastructure.get();
  private final JdbcTransactions transactions =
      new JdbcTransactions(infrastructure.jdbcUrl(), "messaging", infrastructure.password());

  /** Like the settings of the pool, with a shorter lock time-out. */
  private final JdbcTransactions waitingForLocks =
      new JdbcTransactions(
          infrastructure.jdbcUrl() + "?options=-c%20lock_timeout%3D" + LOCK_TIMEOUT_MILLIS,
          "messaging",
          infrastructure.password());

  private final ChannelState state = new ChannelState(CHANNEL);

  /** The ids of handled records in order, with an entry {@code rest} for each pause. */
  private final List<String> events = new ArrayList<>();

  private final Map<String, Exception> faults = new HashMap<>();

  /** The sum of the time-outs of the statements that got no lock, in milliseconds. */
  private final AtomicInteger waitedForLocks = new AtomicInteger();

  private final AtomicInteger rests = new AtomicInteger();
  private OrderedDelivery.Patience patience =
      (pause, waiting) -> {
        events.add("rest");
        rests.addAndGet((int) pause.toMillis());
        return waiting;
      };

  /** A permanent failure, as a rule of the application throws it. */
  private static final class Refused extends RuntimeException implements PermanentFailure {
    private static final long serialVersionUID = 1L;
  }

  @BeforeEach
  void nothingIsParked() {
    infrastructure.execute("delete from parked_message");
    infrastructure.execute("delete from effect");
  }

  @Test
  void aRebalanceDuringARestTakesMessagesOfEveryHalf() {
    UUID key = UUID.randomUUID();
    faults.put("p@1", new IllegalStateException("not yet"));
    patience = (pause, waiting) -> List.of();
    deliver(message("p@1", key), message("p@2", key), message("p@3", key), message("p@4", key));

    assertThat(events).isEmpty();
    assertThat(parked()).isZero();
  }

  @Test
  void ownershipIsCheckedAgainAfterEachPause() {
    UUID key = UUID.randomUUID();
    faults.put("a@1", new IllegalStateException("not yet"));
    patience =
        (pause, waiting) -> waiting.stream().filter(m -> m.recordId().startsWith("b")).toList();
    deliver(message("a@1", key), message("a@2", key), message("b@1", UUID.randomUUID()));

    assertThat(events).containsExactly("b@1");
    assertThat(parked()).isZero();
  }

  /** As long as nothing is parked, the application alone has statements. */
  @Test
  void aChannelWithoutParkedMessagesLooksForNone() {
    AtomicInteger asked = new AtomicInteger();
    OrderedDelivery delivery = delivery(counting(asked), this::handle);
    deliver(delivery, fresh("p@1"));
    assertThat(asked).hasValue(1);

    looked(delivery);
    deliver(delivery, fresh("p@2"), fresh("p@3"));
    assertThat(asked).hasValue(1);

    faults.put("p@4", new RuntimeException(new Refused()));
    deliver(delivery, fresh("p@4"));
    assertThat(parked()).isOne();
    int parking = asked.get();
    deliver(delivery, fresh("p@5"));
    assertThat(asked).hasValueGreaterThan(parking);
    assertThat(events).containsExactly("p@1", "p@2", "p@3", "p@5");
  }

  /** Its process may have been suspended, and another may have parked the key meanwhile. */
  @Test
  void aBatchThatOutlastsTheCertaintyRollsBackAndLooks() {
    List<OrderedDelivery> running = new ArrayList<>();
    UUID key = UUID.randomUUID();
    OrderedDelivery delivery =
        delivery(
            transactions,
            messages -> {
              infrastructure.execute(
                  "insert into parked_message (id, channel, message_id, key, headers, payload)"
                      + " values (gen_random_uuid(), '%s', 'other', '%s', '{}', '')"
                          .formatted(CHANNEL, key));
              running.get(0).emptyParking.doubt();
              handle(messages);
            });
    running.add(delivery);
    looked(delivery);

    deliver(delivery, message("p@1", key));

    assertThat(events).containsExactly("p@1", "rest");
    assertThat(parked()).isEqualTo(2);
  }

  private static void looked(OrderedDelivery delivery) {
    delivery.emptyParking.looked(
        new ParkedMessageTable.Census(0, false), delivery.emptyParking.now());
  }

  private static void deliver(OrderedDelivery delivery, RawMessage... batch) {
    delivery.deliver(List.of(batch));
  }

  /** Counts how often the connection is asked for. */
  private Transactions counting(AtomicInteger asked) {
    return new Transactions() {
      @Override
      public void run(Work work) throws Exception {
        transactions.run(work);
      }

      @Override
      public Connection connection() throws SQLException {
        asked.incrementAndGet();
        return transactions.connection();
      }
    };
  }

  @Test
  void aRefusalIsParkedAtOnceAndNothingRests() {
    faults.put("p@2", new RuntimeException("the container says", new Refused()));
    faults.put("p@3", new SQLException("invalid byte sequence", "22021"));
    deliver(fresh("p@1"), fresh("p@2"), fresh("p@3"), fresh("p@4"));

    assertThat(events).containsExactly("p@1", "p@4");
    assertThat(parked()).isEqualTo(2);
  }

  @Test
  void unreadableMessagesAreParkedWithTheBatchThatHandlesTheOthers() {
    List<RawMessage> batch = new ArrayList<>();
    for (int n = 0; n < 100; n++) {
      batch.add(fresh("p@" + n));
      batch.add(new RawMessage("q@" + n, "k" + n, Map.of("ce_type", "x"), new byte[0]));
    }
    AtomicInteger calls = new AtomicInteger();
    deliver(batch, messages -> calls.incrementAndGet());

    assertThat(calls).hasValue(1);
    assertThat(events).isEmpty();
    assertThat(parked()).isEqualTo(100);
  }

  @Test
  void aRetryableMessageDelaysTheRestOfItsBatchForAtMost50Milliseconds() {
    UUID key = UUID.randomUUID();
    for (int n = 0; n < 20; n++) {
      faults.put("x@" + n, new IllegalStateException("not yet"));
    }
    List<RawMessage> batch = new ArrayList<>();
    batch.add(message("x@0", key));
    batch.add(message("p@0", key));
    for (int n = 1; n < 20; n++) {
      batch.add(fresh("x@" + n));
      batch.add(fresh("p@" + n));
    }
    deliver(batch, this::handle);

    assertThat(events.subList(0, 19)).doesNotContain("rest");
    assertThat(events).hasSize(21).endsWith("rest", "rest");
    assertThat(rests).hasValueLessThanOrEqualTo(50);
    assertThat(parked()).isEqualTo(21);
  }

  @Test
  void aMessageThatSucceedsMeanwhileComesBeforeThoseBehindItOnItsKey() {
    UUID key = UUID.randomUUID();
    faults.put("p@1", new IllegalStateException("another's row"));
    patience =
        (pause, waiting) -> {
          faults.clear();
          return waiting;
        };
    deliver(message("p@1", key), message("p@2", key), fresh("q@1"));

    assertThat(events).containsExactly("q@1", "p@1", "p@2");
    assertThat(parked()).isZero();
  }

  @Test
  void faultsOfTheSystemParkNothingAndTheChannelSaysWhatToDo() {
    for (String fault :
        new String[] {"28P01", "28000", "42501", "42P01", "42703", "3D000", "XX000"}) {
      systemFails(new SQLException("refused", fault));
    }
    systemFails(new SQLException("no partition of relation \"outbox\" found for row", "23514"));
  }

  private void systemFails(SQLException fault) {
    events.clear();
    RawMessage message = fresh("p@1");
    faults.put("p@1", new IllegalStateException("the container says", fault));
    AtomicInteger seen = new AtomicInteger();
    patience =
        (pause, waiting) -> {
          assertThat(state.downBecause()).as(fault.getSQLState()).isPresent();
          if (seen.incrementAndGet() == 5) {
            faults.clear();
          }
          return waiting;
        };
    deliver(message);

    assertThat(events).as(fault.getSQLState()).containsExactly("p@1");
    assertThat(state.downBecause()).isEmpty();
    assertThat(parked()).isZero();
  }

  @Test
  void theSameFailureOfTheContainerOnSeveralKeysParksNothing() {
    List<RawMessage> batch = new ArrayList<>();
    for (int n = 0; n < 30; n++) {
      batch.add(fresh("p@" + n));
      faults.put("p@" + n, new RollbackException("without a cause"));
    }
    patience =
        (pause, waiting) -> {
          assertThat(waiting).hasSize(30);
          if (rests.incrementAndGet() == 3) {
            faults.clear();
          }
          return waiting;
        };
    deliver(batch, this::handle);

    assertThat(events).hasSize(30);
    assertThat(parked()).isZero();
    assertThat(state.downBecause()).isEmpty();
  }

  @Test
  void messagesThatFailAmongGoodOnesAreNoFailureOfTheContainer() {
    List<RawMessage> batch = new ArrayList<>();
    for (int n = 0; n < 5; n++) {
      batch.add(fresh("x@" + n));
      faults.put("x@" + n, new RollbackException("of its own"));
    }
    batch.add(fresh("p@1"));
    deliver(batch, this::handle);

    assertThat(events).contains("p@1");
    assertThat(parked()).isEqualTo(5);
  }

  /**
   * A message that could not be parked is handled once more, because the fault may be over by then.
   */
  @Test
  void aMessageIsTriedOnceMoreWhenItsParkingHadToWait() {
    faults.put("p@1", new Refused());
    JdbcTransactions refusing =
        new JdbcTransactions(infrastructure.jdbcUrl(), "messaging", "not the password");
    AtomicInteger transaction = new AtomicInteger();
    patience =
        (pause, waiting) -> {
          faults.clear();
          return waiting;
        };
    Transactions changing =
        new Transactions() {
          @Override
          public void run(Work work) throws Exception {
            (transaction.incrementAndGet() == 2 ? refusing : transactions).run(work);
          }

          @Override
          public java.sql.Connection connection() {
            return transactions.connection();
          }
        };
    delivery(changing, this::handle).deliver(List.of(fresh("p@1")));

    assertThat(events).containsExactly("p@1");
    assertThat(parked()).isZero();
  }

  /** What is done before the transaction may be useless for a message whose key waits. */
  @Test
  void aBatchIsPreparedOnceAndOnlyWhileNothingIsParked() throws Exception {
    List<String> prepared = new ArrayList<>();
    OrderedDelivery delivery =
        delivery(
            transactions,
            new OrderedDelivery.Handler() {
              @Override
              public void prepare(List<Received> messages) {
                messages.forEach(message -> prepared.add(message.recordId()));
              }

              @Override
              public void handle(List<Received> messages) throws Exception {
                DeliveryIT.this.handle(messages);
              }
            });

    delivery.deliver(List.of(fresh("p@1")));
    assertThat(prepared).as("nobody has looked whether something is parked").isEmpty();

    looked(delivery);
    faults.put("p@3", new Refused());
    delivery.deliver(List.of(fresh("p@2"), fresh("p@3"), fresh("p@4")));
    assertThat(prepared).containsExactly("p@2", "p@3", "p@4");
    assertThat(parked()).isEqualTo(1);

    delivery.deliver(List.of(fresh("p@5")));
    assertThat(prepared).hasSize(3);
    assertThat(events).containsExactlyInAnyOrder("p@1", "p@2", "p@4", "p@5");
  }

  @Test
  void nothingIsParkedOnceTheChannelStops() {
    faults.put("p@1", new Refused());
    OrderedDelivery delivery =
        new OrderedDelivery(
            state, CHANNEL, this::read, this::handle, transactions, patience, () -> true, NONE);
    List<RawMessage> batch = List.of(fresh("p@1"));

    assertThatThrownBy(() -> delivery.deliver(batch)).isInstanceOf(ChannelStopping.class);
    assertThat(parked()).isZero();
  }

  /** For example, rows that a person has locked in a forgotten transaction. */
  @Test
  void messagesWhoseRowsAreHeldWaitAndAllOthersGoOn() throws Exception {
    List<RawMessage> batch = new ArrayList<>();
    for (int n = 0; n < 40; n++) {
      batch.add(fresh("p@" + n));
    }
    UUID held = UUID.randomUUID();
    UUID heldToo = UUID.randomUUID();
    batch.add(5, message("h@1", held));
    batch.add(6, message("i@1", heldToo));
    batch.add(30, message("h@2", held));
    patience = this::notForEver;
    OrderedDelivery delivery = delivery(waitingForLocks, this::deleteRow);
    Replays replays = new Replays(delivery);
    try (Connection other = aRowOf(held, heldToo)) {
      delivery.deliver(batch);

      assertThat(handled()).hasSize(40).allMatch(recordId -> recordId.startsWith("p"));
      assertThat(parked()).isEqualTo(3);
      delivery.deliver(List.of(message("h@3", held), fresh("q@1")));
      assertThat(handled()).endsWith("q@1");
      waitedForLocks.set(0);
      replays.turnWhenDue();
      assertThat(waitedForLocks.get()).as("ms").isLessThan(2 * LOCK_TIMEOUT_MILLIS);
      assertThat(replays.due()).isFalse();
      assertThat(parked()).isEqualTo(4);
      other.rollback();
    }
    turnUntilNothingIsParked(replays);

    assertThat(handled()).containsSubsequence("h@1", "h@2", "h@3").contains("i@1").hasSize(45);
    assertThat(state.downBecause()).isEmpty();
  }

  @Test
  void aTableThatIsLockedMakesTheBatchWait() throws Exception {
    List<RawMessage> batch = new ArrayList<>();
    for (int n = 0; n < 30; n++) {
      batch.add(fresh("p@" + n));
    }
    try (Connection other = ownerSays("lock table effect in share mode")) {
      patience =
          (pause, waiting) -> {
            assertThat(parked()).isZero();
            if (rests.incrementAndGet() == 2) {
              rollBack(other);
            }
            return waiting;
          };
      delivery(waitingForLocks, this::deleteRow).deliver(batch);
    }

    assertThat(rests).hasValueGreaterThanOrEqualTo(2);
    assertThat(handled()).hasSize(30);
    assertThat(parked()).isZero();
  }

  /** The lock is recognised as a table lock only after it has blocked several keys. */
  @Test
  void fewArePostponedWhenATableIsLockedAndMessagesComeOneByOne() throws Exception {
    patience = this::notForEver;
    OrderedDelivery delivery = delivery(waitingForLocks, this::deleteRow);
    try (Connection other = ownerSays("lock table effect in share mode")) {
      for (int n = 1; n <= 4; n++) {
        delivery.deliver(List.of(fresh("p@" + n)));
      }
      assertThat(parked()).isEqualTo(4);
      patience =
          (pause, waiting) -> {
            rollBack(other);
            return waiting;
          };
      delivery.deliver(List.of(fresh("p@5")));
    }
    assertThat(handled()).containsExactly("p@5");
    turnUntilNothingIsParked(new Replays(delivery));

    assertThat(handled()).containsExactly("p@5", "p@1", "p@2", "p@3", "p@4");
  }

  /** New messages wait until a turn of replays ends. */
  @Test
  void aTurnOfReplaysMeetsFewRowsThatAreHeldAndTheOthersGoOn() throws Exception {
    OrderedDelivery delivery = delivery(waitingForLocks, this::deleteRow);
    UUID[] held = Stream.generate(UUID::randomUUID).limit(10).toArray(UUID[]::new);
    Replays replays = new Replays(delivery);
    for (UUID key : held) {
      delivery.postpone(message("h@" + key, key), "its row is held");
    }
    delivery.postpone(fresh("p@1"), "its row was held");
    try (Connection other = aRowOf(held)) {
      waitedForLocks.set(0);
      replays.turnWhenDue();
      assertThat(waitedForLocks.get()).as("ms").isLessThan(5 * LOCK_TIMEOUT_MILLIS / 2);
      await().until(() -> turned(replays, () -> parked() == 10));
      assertThat(handled()).containsExactly("p@1");
      other.rollback();
    }
    turnUntilNothingIsParked(replays);
    assertThat(handled()).hasSize(11);
  }

  private List<RawMessage> notForEver(Duration pause, List<RawMessage> waiting) {
    assertThat(rests.incrementAndGet()).as("rests").isLessThan(10);
    return waiting;
  }

  private void turnUntilNothingIsParked(Replays replays) {
    await().until(() -> turned(replays, () -> parked() == 0));
  }

  private static boolean turned(Replays replays, BooleanSupplier enough) {
    replays.turnWhenDue();
    return enough.getAsBoolean();
  }

  private List<String> handled() {
    return events.stream().filter(event -> !event.equals("rest")).toList();
  }

  /** Needs a lock on the row of its key, if there is one, and a lock on the table. */
  private void deleteRow(List<Received> messages) throws Exception {
    try (Connection connection = waitingForLocks.connection();
        PreparedStatement delete =
            connection.prepareStatement("delete from effect where key = any (?)")) {
      int timeout = lockTimeoutOf(connection);
      delete.setArray(
          1, connection.createArrayOf("text", messages.stream().map(Received::key).toArray()));
      try {
        delete.executeUpdate();
      } catch (SQLException noLock) {
        waitedForLocks.addAndGet(timeout);
        throw noLock;
      }
    }
    handle(messages);
  }

  private static int lockTimeoutOf(Connection connection) throws SQLException {
    String sql = "select setting::int from pg_settings where name = 'lock_timeout'";
    try (Statement select = connection.createStatement();
        ResultSet millis = select.executeQuery(sql)) {
      millis.next();
      return millis.getInt(1);
    }
  }

  /** Opens another transaction, which locks a row of each of these keys. */
  private Connection aRowOf(UUID... keys) throws SQLException {
    for (UUID key : keys) {
      infrastructure.execute(
          "insert into effect (message_id, key, number) values ('%s', '%s', 1)"
              .formatted(key, key));
    }
    return ownerSays("select 1 from effect for update");
  }

  private Connection ownerSays(String lock) throws SQLException {
    Connection owner = infrastructure.postgres.connect("messaging", "messaging_owner");
    owner.setAutoCommit(false);
    try (Statement statement = owner.createStatement()) {
      statement.execute(lock);
    }
    return owner;
  }

  private static void rollBack(Connection other) {
    try {
      other.rollback();
    } catch (SQLException failed) {
      throw new IllegalStateException(failed);
    }
  }

  private void deliver(RawMessage... batch) {
    deliver(List.of(batch), this::handle);
  }

  private void deliver(List<RawMessage> batch, OrderedDelivery.Handler handler) {
    delivery(transactions, handler).deliver(batch);
  }

  private OrderedDelivery delivery(Transactions on, OrderedDelivery.Handler handler) {
    return new OrderedDelivery(
        state,
        CHANNEL,
        this::read,
        handler,
        on,
        (pause, waiting) -> patience.rest(pause, waiting),
        () -> false,
        NONE);
  }

  private void handle(List<Received> messages) throws Exception {
    for (Received message : messages) {
      if (faults.containsKey(message.recordId())) {
        throw faults.get(message.recordId());
      }
    }
    messages.forEach(message -> events.add(message.recordId()));
  }

  private Received read(RawMessage raw) {
    return raw.headers().containsKey(Headers.TYPE)
        ? new Received(raw, null, new UnreadableMessage("it is none"))
        : new Received(raw, null, null);
  }

  private static RawMessage fresh(String recordId) {
    return message(recordId, UUID.randomUUID());
  }

  private static RawMessage message(String recordId, UUID key) {
    String payload = MessageJson.write(new OrderPlaced(key, key, 1, "EUR"));
    return new RawMessage(
        recordId,
        key.toString(),
        Map.of(),
        payload.getBytes(java.nio.charset.StandardCharsets.UTF_8));
  }

  private long parked() {
    return infrastructure.number("select count(*) from parked_message");
  }

  private static final ChannelMetrics NONE = new Member.Uncounted();
}
