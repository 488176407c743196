package io.tradewind.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.tradewind.contracts.orders.OrderPlaced;
import io.tradewind.messaging.Parking.Search;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The operators' actions on parked messages, on a real broker and a real database. */
class ParkingIT {

  private static final String CHANNEL = "order-events";
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Infrastructure infrastructure = Infrastructure.get();
  private final List<AutoCloseable> toClose = new ArrayList<>();
  private final AtomicReference<String> fault = new AtomicReference<>();
  private Letters letters;

  @BeforeEach
  void aMemberThatFailsOnOddNumbers() {
    infrastructure.execute("delete from effect");
    infrastructure.execute("delete from parked_message");
    infrastructure.execute("delete from removed_message");
    String topic = infrastructure.aTopic(1);
    letters = new Letters(infrastructure.writer(), topic);
    toClose.add(letters);
    fault.set("odd");
    toClose.add(
        0,
        new Member(
                infrastructure.consumer(topic, 500),
                topic,
                transactions(),
                message -> {
                  if (((OrderPlaced) message.data()).amount() % 2 == 1 && fault.get() != null) {
                    throw new IllegalStateException(fault.get());
                  }
                })
            .start());
  }

  @AfterEach
  void closeEverything() throws Exception {
    for (AutoCloseable opened : toClose) {
      opened.close();
    }
  }

  @Test
  void theListIsNarrowedByChannelKeyAndCause() {
    UUID first = parkedWith(1, 2);
    fault.set("another");
    parkedWith(1);

    assertThat(list(new Search(null, null, null))).hasSize(3);
    assertThat(list(new Search("payment-events", null, null))).isEmpty();
    assertThat(list(new Search(CHANNEL, first.toString(), null))).hasSize(2);
    assertThat(list(new Search(CHANNEL, null, "another"))).hasSize(1);
  }

  @Test
  void allOfACauseAreHandledAgainInOrderAndNoOthers() {
    UUID one = parkedWith(1, 2, 3);
    UUID two = parkedWith(5, 6);
    fault.set("another");
    UUID other = parkedWith(7);
    fault.set(null);

    int requested = onParking(parking -> parking.replay(new Search(CHANNEL, null, "odd")));
    assertThat(requested).isEqualTo(5);
    await().atMost(PATIENCE).until(() -> infrastructure.numbersOf(two.toString()).size() == 2);
    assertThat(infrastructure.numbersOf(one.toString())).containsExactly(1L, 2L, 3L);
    assertThat(infrastructure.numbersOf(two.toString())).containsExactly(5L, 6L);
    assertThat(list(new Search(null, null, null)))
        .extracting(ParkedMessage::key)
        .containsExactly(other.toString());
  }

  @Test
  void aDiscardedMessageIsReturnedAndThoseBehindItAreHandled() {
    UUID key = parkedWith(1, 2, 4);
    ParkedMessage culprit = list(Search.key(CHANNEL, key.toString())).get(0);

    ParkedContent gone = onParking(parking -> parking.discard(culprit.id())).orElseThrow();
    assertThat(gone.payload()).contains("\"amount\":1");
    assertThat(gone.headers()).containsEntry("ce_type", "OrderPlaced.v1");
    await().atMost(PATIENCE).until(() -> infrastructure.numbersOf(key.toString()).size() == 2);
    assertThat(infrastructure.numbersOf(key.toString())).containsExactly(2L, 4L);
    assertThat(list(Search.key(CHANNEL, key.toString()))).isEmpty();
  }

  @Test
  void aCorrectedMessageIsHandledInItsPlaceUnderItsOwnId() {
    UUID key = parkedWith(1, 4);
    ParkedMessage culprit = list(Search.key(CHANNEL, key.toString())).get(0);
    String right = MessageJson.write(new OrderPlaced(key, key, 2, "EUR"));

    ParkedContent put =
        onParking(parking -> parking.correct(culprit.id(), null, right)).orElseThrow();
    assertThat(put.message().position()).isEqualTo(culprit.position());
    assertThat(put.message().messageId()).isEqualTo(culprit.messageId());
    assertThat(put.headers()).containsEntry(Parking.CORRECTS, culprit.id().toString());
    await().atMost(PATIENCE).until(() -> infrastructure.numbersOf(key.toString()).size() == 2);
    assertThat(infrastructure.numbersOf(key.toString())).containsExactly(2L, 4L);
  }

  /** A message comes again when it is republished, or when a topic is read from its start. */
  @Test
  void aRemovedMessageIsNotParkedAgainWhenItComesAgain() {
    UUID discarded = UUID.randomUUID();
    UUID corrected = UUID.randomUUID();
    List<UUID> ids = List.of(UUID.randomUUID(), UUID.randomUUID());
    letters.post(ids.get(0), discarded, 1);
    letters.post(ids.get(1), corrected, 1);
    await().atMost(PATIENCE).until(() -> list(new Search(null, null, null)).size() == 2);
    String right = MessageJson.write(new OrderPlaced(corrected, corrected, 2, "EUR"));
    onParking(parking -> parking.discard(idOf(discarded)));
    onParking(parking -> parking.correct(idOf(corrected), null, right));
    await()
        .atMost(PATIENCE)
        .until(() -> infrastructure.numbersOf(corrected.toString()).size() == 1);

    letters.post(ids.get(0), discarded, 1);
    letters.post(ids.get(1), corrected, 1);
    letters.post(discarded, 4);
    letters.post(corrected, 4);
    await()
        .atMost(PATIENCE)
        .until(() -> infrastructure.numbersOf(corrected.toString()).size() == 2);
    await()
        .atMost(PATIENCE)
        .until(() -> infrastructure.numbersOf(discarded.toString()).size() == 1);
    assertThat(infrastructure.numbersOf(corrected.toString())).containsExactly(2L, 4L);
    assertThat(list(new Search(null, null, null))).isEmpty();
  }

  /** A faulty producer uses one id for all its messages. */
  @Test
  void anotherMessageWithTheIdOfADiscardedOneIsHandled() {
    UUID id = UUID.randomUUID();
    UUID discarded = UUID.randomUUID();
    letters.post(id, discarded, 1);
    await().atMost(PATIENCE).until(() -> list(new Search(null, null, null)).size() == 1);
    onParking(parking -> parking.discard(idOf(discarded)));

    letters.post(id, discarded, 2);
    await()
        .atMost(PATIENCE)
        .until(() -> infrastructure.numbersOf(discarded.toString()).size() == 1);
  }

  private UUID idOf(UUID key) {
    return list(Search.key(CHANNEL, key.toString())).get(0).id();
  }

  @Test
  void aRemovedMessageIsForgottenADayAfterItCouldComeAgain() throws Exception {
    infrastructure.execute(
        """
        insert into removed_message (channel, message_id, digest, removed_at)
        values ('order-events', 'old', ''::bytea, now() - interval '9 days'),
               ('order-events', 'young', ''::bytea, now() - interval '7 days')\
        """);
    try (var connection = infrastructure.connect()) {
      new OutboxHousekeeping(7).whenDue(connection);
    }
    assertThat(
            infrastructure.number(
                "select count(*) from removed_message where message_id in ('old', 'young')"))
        .isOne();
  }

  @Test
  void aCorrectionThatIsNoMessageOfTheChannelOrAnotherKeysIsRefused() {
    UUID key = parkedWith(1);
    UUID id = list(Search.key(CHANNEL, key.toString())).get(0).id();
    UUID stranger = UUID.randomUUID();
    String anothers = MessageJson.write(new OrderPlaced(stranger, stranger, 2, "EUR"));

    assertThatThrownBy(() -> onParking(parking -> parking.correct(id, "NoSuch.v1", "{}")))
        .hasMessageContaining("does not carry type NoSuch.v1");
    assertThatThrownBy(() -> onParking(parking -> parking.correct(id, null, "{")))
        .hasMessageContaining("the payload is no OrderPlaced.v1");
    assertThatThrownBy(() -> onParking(parking -> parking.correct(id, null, anothers)))
        .hasMessageContaining("not to " + key);
    assertThat(list(Search.key(CHANNEL, key.toString()))).hasSize(1);
  }

  @Test
  void aDocumentThatNobodyCouldReadIsMadeReadable() {
    UUID key = UUID.randomUUID();
    letters.postRaw(null, "NoSuchThing.v1", "garbage");
    await().atMost(PATIENCE).until(() -> list(new Search(null, null, null)).size() == 1);
    UUID id = list(new Search(null, null, null)).get(0).id();
    String right = MessageJson.write(new OrderPlaced(key, key, 8, "EUR"));

    onParking(parking -> parking.correct(id, "OrderPlaced.v1", right)).orElseThrow();
    await().atMost(PATIENCE).until(() -> !infrastructure.numbersOf(key.toString()).isEmpty());
    assertThat(infrastructure.numbersOf(key.toString())).containsExactly(8L);
  }

  /** Posts these numbers on a new key, of which the first fails; returns once all are parked. */
  private UUID parkedWith(long... numbers) {
    UUID key = UUID.randomUUID();
    for (long number : numbers) {
      letters.post(key, number);
    }
    Search itsKey = Search.key(CHANNEL, key.toString());
    await().atMost(PATIENCE).until(() -> list(itsKey).size() == numbers.length);
    return key;
  }

  private List<ParkedMessage> list(Search search) {
    return onParking(parking -> parking.list(search, 0, 100));
  }

  private <T> T onParking(Function<Parking, T> what) {
    JdbcTransactions transactions = transactions();
    AtomicReference<T> result = new AtomicReference<>();
    try {
      transactions.run(() -> result.set(what.apply(new Parking(transactions))));
    } catch (RuntimeException failed) {
      throw failed;
    } catch (Exception failed) {
      throw new IllegalStateException(failed);
    }
    return result.get();
  }

  private JdbcTransactions transactions() {
    return new JdbcTransactions(infrastructure.jdbcUrl(), "messaging", infrastructure.password());
  }
}
