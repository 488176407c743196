package io.tradewind.orders.boundary;

import io.tradewind.contracts.Message;
import io.tradewind.contracts.Topic;
import io.tradewind.contracts.orders.OrderCancelled;
import io.tradewind.contracts.orders.OrderDelivered;
import io.tradewind.contracts.orders.OrderPlaced;
import io.tradewind.contracts.orders.OrderReturned;
import io.tradewind.contracts.orders.OrderShipped;
import io.tradewind.database.TransientFailure;
import io.tradewind.http.ProblemException;
import io.tradewind.http.ProblemType;
import io.tradewind.messaging.Envelope;
import io.tradewind.messaging.MessageJson;
import io.tradewind.messaging.SentMessages;
import io.tradewind.orders.control.LostEvents.PublishedEvent;
import io.tradewind.orders.entity.OrderStatus;
import io.tradewind.scheduling.Interval;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Checks once after the start whether the database is older than this service's own events: an
 * event on {@code order-events} that no history here contains. Events are sent after their
 * transaction, so a crash never looks like that, nor does an empty broker.
 *
 * <p>While a placed order is lost, no new one is accepted: a customer may repeat the lost one and
 * would be charged twice. An unavailable broker stops orders for a minute after the start; then
 * they are accepted, and the check runs when the broker is back.
 */
@ApplicationScoped
class RestoredDatabaseCheck {

  private static final Logger LOG = System.getLogger(RestoredDatabaseCheck.class.getName());

  /** Orders placed at the same time commit in any order, within this time. */
  private static final Duration MARGIN = Duration.ofMinutes(2);

  /** After the start; then orders are accepted without a check. */
  private static final Duration WITHOUT_A_LOOK = Duration.ofMinutes(1);

  private static final Duration A_CALL_WAITS = Duration.ofSeconds(2);
  private static final Duration COME_AGAIN_SOON = Duration.ofSeconds(2);
  private static final Duration COME_AGAIN = Duration.ofSeconds(60);
  private static final int PORTION = 500;

  private final LostEventTransactions transactions;
  private final SentMessages sent;
  private final Interval withoutALook;
  private final CountDownLatch checked = new CountDownLatch(1);
  private boolean complete;
  private volatile long open;
  private volatile boolean ordersAreLost;
  private volatile boolean anyRebuilt;

  /** Needed by the CDI proxy. */
  RestoredDatabaseCheck() {
    this(null, null, new Interval(WITHOUT_A_LOOK));
  }

  @Inject
  RestoredDatabaseCheck(LostEventTransactions transactions, SentMessages sent) {
    this(transactions, sent, new Interval(WITHOUT_A_LOOK));
  }

  /** For tests, with a shorter interval. */
  RestoredDatabaseCheck(
      LostEventTransactions transactions, SentMessages sent, Interval withoutALook) {
    this.transactions = transactions;
    this.sent = sent;
    this.withoutALook = withoutALook;
    withoutALook.restart();
  }

  /**
   * @throws ProblemException 503 while orders are lost that clients may repeat, or the check has
   *     not run yet
   */
  void require() {
    if (!isChecked()) {
      throw new ProblemException(
              ProblemType.UNAVAILABLE, "the service has just started; send it again")
          .retryAfter(COME_AGAIN_SOON);
    }
    if (ordersAreLost) {
      throw new ProblemException(
              ProblemType.DATABASE_RESTORED,
              "orders are being made again that the database has lost; send it again later")
          .retryAfter(COME_AGAIN);
    }
  }

  private boolean isChecked() {
    try {
      return checked.await(A_CALL_WAITS.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** How many events are lost and not settled, as of the last check. */
  long open() {
    return open;
  }

  /** Whether a request may have placed an order that was lost and recreated. */
  boolean anyRebuilt() {
    return anyRebuilt;
  }

  /** Repeats the check until it has succeeded once, then whether its result is settled. */
  synchronized void check() {
    try {
      keepUp();
      if (!complete) {
        compare();
        complete = true;
        keepUp();
      }
    } catch (TransientFailure away) {
      LOG.log(Level.DEBUG, "what was sent cannot be read yet: {0}", away);
    }
    if (complete || withoutALook.passed()) {
      checked.countDown();
    }
  }

  private void keepUp() {
    LostEventTransactions.State state = transactions.state();
    anyRebuilt = state.anyRebuilt();
    ordersAreLost = state.ordersAreLost();
    open = state.open();
  }

  private void compare() {
    Optional<Instant> newest = transactions.newestOrder();
    List<PublishedEvent> portion = new ArrayList<>();
    sent.read(
        Topic.ORDER_EVENTS,
        newest.map(instant -> instant.minus(MARGIN)).orElse(null),
        message -> {
          published(message).ifPresent(portion::add);
          if (portion.size() >= PORTION) {
            list(portion);
          }
        });
    list(portion);
  }

  private void list(List<PublishedEvent> portion) {
    if (!portion.isEmpty()) {
      int found = transactions.add(portion);
      portion.clear();
      if (found > 0) {
        LOG.log(
            Level.ERROR,
            "the database was restored to an earlier time: it does not know {0} events that this"
                + " service has sent; see operations/lost-events",
            found);
      }
    }
  }

  /** Only people's decisions; the answers of participants are read from their topics again. */
  private static Optional<PublishedEvent> published(Envelope<Message> message) {
    Message data = message.data();
    if (data instanceof OrderPlaced placed) {
      return Optional.of(published(message, OrderStatus.AUTHORIZING, placed.requestHash()));
    }
    if (data instanceof OrderCancelled) {
      return Optional.of(published(message, OrderStatus.CANCELLED, null));
    }
    if (data instanceof OrderShipped) {
      return Optional.of(published(message, OrderStatus.SHIPPED, null));
    }
    if (data instanceof OrderDelivered) {
      return Optional.of(published(message, OrderStatus.DELIVERED, null));
    }
    if (data instanceof OrderReturned) {
      return Optional.of(published(message, OrderStatus.RETURNED, null));
    }
    return Optional.empty();
  }

  private static PublishedEvent published(
      Envelope<Message> message, OrderStatus status, String requestHash) {
    return new PublishedEvent(
        UUID.fromString(message.key()),
        message.type(),
        status.name(),
        message.time().toString(),
        MessageJson.write(message.data()),
        requestHash);
  }
}
