package io.tradewind.messaging;

import io.tradewind.database.SystemFault;
import io.tradewind.scheduling.Backoff;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Replays what operators requested, in order per key, in turns with new arrivals. A key is free
 * once the transaction that handles its last message commits.
 *
 * <p>A turn is one transaction; only when it fails does each message get its own. A repeated
 * failure withdraws the request. A transient failure moves it behind the other requests, and a turn
 * without progress delays the next. Locks of others are waited for only briefly, because arrivals
 * wait too.
 */
final class Replays {

  private static final System.Logger LOG = System.getLogger(Replays.class.getName());

  /** Messages in a turn: some 100 ms, for which arrivals wait. */
  private static final int IN_A_TURN = 50;

  /** Ends a turn after this many: each may have waited for a lock. */
  private static final int LATER_IN_A_TURN = 5;

  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);

  private final OrderedDelivery channel;
  private final Backoff backoff = new Backoff();
  private long nextTurn = System.nanoTime();

  Replays(OrderedDelivery channel) {
    this.channel = channel;
  }

  /** Whether a turn is due: then the channel does not wait for arrivals. */
  boolean due() {
    return System.nanoTime() - nextTurn >= 0;
  }

  void turnWhenDue() {
    if (!due()) {
      return;
    }
    try {
      List<ParkedMessageTable.Waiting> requested = look();
      if (requested.isEmpty()) {
        backoff.reset();
        next(BETWEEN_LOOKS);
      } else if (turn(requested)) {
        backoff.reset();
      } else {
        next(backoff.next());
      }
    } catch (Exception failure) {
      LOG.log(
          System.Logger.Level.WARNING, "{0}: no look at replays: {1}", channel.channel, failure);
      next(backoff.next());
    }
  }

  private void next(Duration pause) {
    nextTurn = System.nanoTime() + pause.toNanos();
  }

  private List<ParkedMessageTable.Waiting> look() throws Exception {
    long asked = channel.emptyParking.now();
    List<ParkedMessageTable.Census> census = new ArrayList<>(1);
    List<ParkedMessageTable.Waiting> requested = new ArrayList<>();
    channel.transactions.run(
        () -> {
          try (Connection connection = channel.transactions.connection()) {
            census.add(ParkedMessageTable.census(connection, channel.channel));
            if (census.get(0).waiting() > 0) {
              requested.addAll(
                  ParkedMessageTable.requested(connection, channel.channel, IN_A_TURN));
            }
          }
        });
    channel.emptyParking.looked(census.get(0), asked);
    channel.metrics.waiting(census.get(0).waiting());
    return requested;
  }

  /** Whether it made progress. */
  private boolean turn(List<ParkedMessageTable.Waiting> requested) throws Exception {
    try {
      replay(requested, IN_A_TURN, new ArrayList<>());
      return true;
    } catch (Exception failure) {
      LOG.log(System.Logger.Level.DEBUG, "{0}: one by one after {1}", channel.channel, failure);
    }
    boolean some = false;
    int later = 0;
    Set<String> failed = new HashSet<>();
    for (ParkedMessageTable.Waiting request : requested) {
      if (channel.stopping.getAsBoolean() || later == LATER_IN_A_TURN) {
        return some;
      }
      String orderingKey = Objects.requireNonNullElse(keyOf(request), request.id().toString());
      if (!failed.contains(orderingKey)) {
        Outcome outcome = replayOne(request);
        some |= outcome != Outcome.LATER;
        if (outcome == Outcome.LATER) {
          later++;
        }
        if (outcome != Outcome.HANDLED) {
          failed.add(orderingKey);
        }
      }
    }
    return some;
  }

  private enum Outcome {
    HANDLED,
    FAILED_AGAIN,
    LATER
  }

  private Outcome replayOne(ParkedMessageTable.Waiting request) throws Exception {
    List<ParkedMessageTable.Waiting> taken = new ArrayList<>(1);
    try {
      replay(List.of(request), 1, taken);
      return Outcome.HANDLED;
    } catch (Exception failure) {
      channel.metrics.retried();
      LOG.log(System.Logger.Level.WARNING, "{0}: replay failed: {1}", channel.channel, failure);
      return channel.stopping.getAsBoolean()
          ? Outcome.LATER
          : answer(taken.isEmpty() ? request : taken.get(0), failure);
    }
  }

  /** Stores the newest cause; a transient failure or system fault postpones the request instead. */
  private Outcome answer(ParkedMessageTable.Waiting culprit, Exception failure) throws Exception {
    FailureKind fault = FailureKind.of(failure);
    boolean later = fault == FailureKind.TRANSIENT || fault == FailureKind.SYSTEM;
    SystemFault.of(failure).ifPresent(system -> channel.state.down(system.advice(), failure));
    channel.transactions.run(
        () -> {
          try (Connection connection = channel.transactions.connection()) {
            if (later) {
              ParkedMessageTable.requestLater(connection, channel.channel, culprit);
            } else {
              String cause = OrderedDelivery.causeOf(failure);
              ParkedMessageTable.failedAgain(connection, channel.channel, culprit, cause);
            }
          }
        });
    return later ? Outcome.LATER : Outcome.FAILED_AGAIN;
  }

  /** Replays the first messages of the requests' keys, and those without a key. */
  private void replay(
      List<ParkedMessageTable.Waiting> requests, int most, List<ParkedMessageTable.Waiting> taken)
      throws Exception {
    channel.transactions.run(
        () -> {
          channel.waitBriefly();
          try (Connection connection = channel.transactions.connection()) {
            take(connection, requests, most, taken);
          }
          List<Received> messages =
              taken.stream().map(ParkedMessageTable.Waiting::message).map(channel.reader).toList();
          for (Received message : messages) {
            if (!message.readable()) {
              throw message.unreadable();
            }
          }
          if (!messages.isEmpty()) {
            channel.handler.replay(messages);
          }
        });
    channel.metrics.handled(taken.size());
    channel.state.up();
  }

  private void take(
      Connection connection,
      List<ParkedMessageTable.Waiting> requests,
      int most,
      List<ParkedMessageTable.Waiting> taken)
      throws SQLException {
    Set<String> keys =
        requests.stream()
            .map(Replays::keyOf)
            .filter(Objects::nonNull)
            .collect(Collectors.toCollection(TreeSet::new));
    ParkedMessageTable.lock(connection, channel.channel, keys);
    taken.addAll(ParkedMessageTable.firstOf(connection, channel.channel, keys, most));
    for (ParkedMessageTable.Waiting request : requests) {
      if (keyOf(request) == null && taken.size() < most) {
        ParkedMessageTable.alone(connection, channel.channel, request.id()).ifPresent(taken::add);
      }
    }
    ParkedMessageTable.remove(
        connection, taken.stream().map(ParkedMessageTable.Waiting::id).toList());
    ParkedMessageTable.requestWhatIsLeft(connection, channel.channel, keys);
  }

  private static String keyOf(ParkedMessageTable.Waiting waiting) {
    return StorableText.name(waiting.message().key());
  }
}
