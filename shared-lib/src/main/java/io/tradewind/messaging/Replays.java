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
 * Handles again what operators asked for, in order per key, in turns with what arrives. The key is
 * free in the transaction that handles its last message.
 *
 * <p>A turn is one transaction; only when that fails each message has its own. What fails again
 * gives its request back. What will heal goes behind the other requests, and when a turn got
 * nowhere the next one waits. Locks that others hold are waited for briefly: arrivals wait too.
 */
final class Replays {

  private static final System.Logger LOG = System.getLogger(Replays.class.getName());

  /** Messages in a turn: some 100 ms, for which arrivals wait. */
  private static final int IN_A_TURN = 50;

  /** Then a turn ends: each of these may have waited for a lock. */
  private static final int LATER_IN_A_TURN = 5;

  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);

  private final OrderedDelivery channel;
  private final Backoff backoff = new Backoff();
  private long nextTurn = System.nanoTime();

  Replays(OrderedDelivery channel) {
    this.channel = channel;
  }

  /** Whether a turn is due: then nobody should wait for an arrival first. */
  boolean due() {
    return System.nanoTime() - nextTurn >= 0;
  }

  void turnWhenDue() {
    if (!due()) {
      return;
    }
    try {
      List<ParkedTable.Waiting> requested = look();
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

  private List<ParkedTable.Waiting> look() throws Exception {
    List<ParkedTable.Waiting> requested = new ArrayList<>();
    channel.transactions.run(
        () -> {
          try (Connection connection = channel.transactions.connection()) {
            requested.addAll(ParkedTable.requested(connection, channel.channel, IN_A_TURN));
            channel.metrics.waiting(ParkedTable.count(connection, channel.channel));
          }
        });
    return requested;
  }

  /** Whether anything came of it. */
  private boolean turn(List<ParkedTable.Waiting> requested) throws Exception {
    try {
      replay(requested, IN_A_TURN, new ArrayList<>());
      return true;
    } catch (Exception failure) {
      LOG.log(System.Logger.Level.DEBUG, "{0}: one by one after {1}", channel.channel, failure);
    }
    boolean some = false;
    int later = 0;
    Set<String> failed = new HashSet<>();
    for (ParkedTable.Waiting request : requested) {
      if (channel.stopping.getAsBoolean() || later == LATER_IN_A_TURN) {
        return some;
      }
      String lane = Objects.requireNonNullElse(keyOf(request), request.id().toString());
      if (!failed.contains(lane)) {
        Outcome outcome = replayOne(request);
        some |= outcome != Outcome.LATER;
        if (outcome == Outcome.LATER) {
          later++;
        }
        if (outcome != Outcome.HANDLED) {
          failed.add(lane);
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

  private Outcome replayOne(ParkedTable.Waiting request) throws Exception {
    List<ParkedTable.Waiting> taken = new ArrayList<>(1);
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

  /** The newest cause is the answer; what will heal or is the system's fault is asked for later. */
  private Outcome answer(ParkedTable.Waiting culprit, Exception failure) throws Exception {
    Fault fault = Fault.of(failure);
    boolean later = fault == Fault.TRANSIENT || fault == Fault.SYSTEM;
    SystemFault.of(failure).ifPresent(system -> channel.state.down(system.advice(), failure));
    channel.transactions.run(
        () -> {
          try (Connection connection = channel.transactions.connection()) {
            if (later) {
              ParkedTable.requestLater(connection, channel.channel, culprit);
            } else {
              String cause = OrderedDelivery.causeOf(failure);
              ParkedTable.failedAgain(connection, channel.channel, culprit, cause);
            }
          }
        });
    return later ? Outcome.LATER : Outcome.FAILED_AGAIN;
  }

  /** The first messages of the keys of these requests, and those that have no key. */
  private void replay(List<ParkedTable.Waiting> requests, int most, List<ParkedTable.Waiting> taken)
      throws Exception {
    channel.transactions.run(
        () -> {
          channel.waitBriefly();
          try (Connection connection = channel.transactions.connection()) {
            take(connection, requests, most, taken);
          }
          List<Received> messages =
              taken.stream().map(ParkedTable.Waiting::message).map(channel.reader).toList();
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
      List<ParkedTable.Waiting> requests,
      int most,
      List<ParkedTable.Waiting> taken)
      throws SQLException {
    Set<String> keys =
        requests.stream()
            .map(Replays::keyOf)
            .filter(Objects::nonNull)
            .collect(Collectors.toCollection(TreeSet::new));
    ParkedTable.lock(connection, channel.channel, keys);
    taken.addAll(ParkedTable.firstOf(connection, channel.channel, keys, most));
    for (ParkedTable.Waiting request : requests) {
      if (keyOf(request) == null && taken.size() < most) {
        ParkedTable.alone(connection, channel.channel, request.id()).ifPresent(taken::add);
      }
    }
    ParkedTable.remove(connection, taken.stream().map(ParkedTable.Waiting::id).toList());
    ParkedTable.requestWhatIsLeft(connection, channel.channel, keys);
  }

  private static String keyOf(ParkedTable.Waiting waiting) {
    return Storable.name(waiting.message().key());
  }
}
