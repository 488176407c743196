package io.tradewind.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tradewind.contracts.Topic;
import io.tradewind.contracts.orders.OrderPlaced;
import io.tradewind.values.PermanentFailure;
import jakarta.transaction.RollbackException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes of a batch, without a broker: what it rests for, and in which order it is done. */
class DeliveryIT {

  private static final String CHANNEL = Topic.ORDER_EVENTS.topicName();

  private final Infrastructure infrastructure = Infrastructure.get();
  private final JdbcTransactions transactions =
      new JdbcTransactions(infrastructure.jdbcUrl(), "messaging", infrastructure.password());
  private final ChannelState state = new ChannelState(CHANNEL);

  /** Places in the order in which they were handled, and each rest as its milliseconds. */
  private final List<String> events = new ArrayList<>();

  private final Map<String, Exception> faults = new HashMap<>();
  private final AtomicInteger rests = new AtomicInteger();
  private OrderedDelivery.Patience patience =
      (pause, waiting) -> {
        events.add("rest");
        rests.addAndGet((int) pause.toMillis());
        return waiting;
      };

  /** What a rule of the application says. */
  private static final class Refused extends RuntimeException implements PermanentFailure {
    private static final long serialVersionUID = 1L;
  }

  @BeforeEach
  void nothingIsParked() {
    infrastructure.execute("delete from parked_message");
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
  void whatIsStillOursIsAskedAgainAtEachRest() {
    UUID key = UUID.randomUUID();
    faults.put("a@1", new IllegalStateException("not yet"));
    patience = (pause, waiting) -> waiting.stream().filter(m -> m.place().startsWith("b")).toList();
    deliver(message("a@1", key), message("a@2", key), message("b@1", UUID.randomUUID()));

    assertThat(events).containsExactly("b@1");
    assertThat(parked()).isZero();
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
  void whatMayHealWaitsBehindTheRestOfItsBatchForAtMost50Milliseconds() {
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
  void whatHealsMeanwhileIsHandledBeforeWhatFollowsOnItsKey() {
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

  /** The fault may be over when what could not be parked is tried again. */
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

  @Test
  void nothingIsParkedOnceTheChannelStops() {
    faults.put("p@1", new Refused());
    OrderedDelivery delivery =
        new OrderedDelivery(
            state, CHANNEL, this::read, this::handle, transactions, patience, () -> true, NONE);
    List<RawMessage> batch = List.of(fresh("p@1"));

    assertThatThrownBy(() -> delivery.deliver(batch)).isInstanceOf(ChannelDown.class);
    assertThat(parked()).isZero();
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
      if (faults.containsKey(message.place())) {
        throw faults.get(message.place());
      }
    }
    messages.forEach(message -> events.add(message.place()));
  }

  private Received read(RawMessage raw) {
    return raw.headers().containsKey(Headers.TYPE)
        ? new Received(raw, null, new UnreadableMessage("it is none"))
        : new Received(raw, null, null);
  }

  private static RawMessage fresh(String place) {
    return message(place, UUID.randomUUID());
  }

  private static RawMessage message(String place, UUID key) {
    String payload = MessageJson.write(new OrderPlaced(key, key, 1, "EUR"));
    return new RawMessage(
        place, key.toString(), Map.of(), payload.getBytes(java.nio.charset.StandardCharsets.UTF_8));
  }

  private long parked() {
    return infrastructure.number("select count(*) from parked_message");
  }

  private static final ChannelTally NONE = new Member.Uncounted();
}
