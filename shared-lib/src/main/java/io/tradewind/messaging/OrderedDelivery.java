package io.tradewind.messaging;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/**
 * Handles batches so that one bad message stops nobody else, in order per key and with nothing
 * lost.
 *
 * <p>A batch is one transaction. What fails and will heal is tried again as it is, for as long as
 * it takes. What fails otherwise is halved, each half a transaction of its own, until the culprit
 * stands alone; it gets two more tries (its fault may have been another's lock or row) and is
 * parked with its cause. From then on its key waits: later messages of the key are stored behind
 * it, in order, by the transaction that would have handled them.
 *
 * <p>An arrival that stores and a replay that frees hold the same advisory lock on (channel, key),
 * and each looks again once it has it: so no message is stored behind a key that has just been
 * freed.
 */
final class OrderedDelivery {

  private static final System.Logger LOG = System.getLogger(OrderedDelivery.class.getName());
  private static final int TRIES_ALONE = 3;

  private final String channel;
  private final Handler handler;
  private final Transactions transactions;
  private final Patience patience;
  private final BooleanSupplier stopping;
  private final ChannelTally tally;

  /** Hands messages to the application within the current transaction; throws what it threw. */
  @FunctionalInterface
  interface Handler {
    void handle(List<RawMessage> messages) throws Exception;

    /** One that was parked, once more. */
    default void replay(RawMessage message) throws Exception {
      handle(List.of(message));
    }
  }

  /** Waits between two tries without losing the membership of the group. */
  @FunctionalInterface
  interface Patience {
    /** Returns those of the waiting messages that are still ours to handle. */
    List<RawMessage> rest(Duration pause, List<RawMessage> waiting);
  }

  OrderedDelivery(
      String channel,
      Handler handler,
      Transactions transactions,
      Patience patience,
      BooleanSupplier stopping,
      ChannelTally tally) {
    this.channel = channel;
    this.handler = handler;
    this.transactions = transactions;
    this.patience = patience;
    this.stopping = stopping;
    this.tally = tally;
  }

  /**
   * Returns when every message is handled, parked, stored behind its key, or no longer ours.
   *
   * @throws ChannelDown when the channel stops first; nothing was parked then
   */
  void deliver(List<RawMessage> batch) {
    Backoff backoff = new Backoff();
    List<RawMessage> rest = batch;
    int tries = 0;
    while (!rest.isEmpty()) {
      try {
        handleTogether(rest);
        tally.handled(rest.size());
        return;
      } catch (Exception failure) {
        tries++;
        rest = recover(rest, failure, tries, backoff);
      }
    }
  }

  /** What is left to do by the caller after a failure: the same again, or nothing. */
  private List<RawMessage> recover(
      List<RawMessage> rest, Exception failure, int tries, Backoff backoff) {
    if (stopping.getAsBoolean()) {
      throw new ChannelDown();
    }
    tally.retried();
    if (Transience.heals(failure)) {
      LOG.log(System.Logger.Level.WARNING, "{0}: will heal, trying again: {1}", channel, failure);
      return restOf(rest, backoff);
    }
    if (rest.size() > 1) {
      LOG.log(
          System.Logger.Level.INFO, "{0}: halving {1} after {2}", channel, rest.size(), failure);
      int half = rest.size() / 2;
      deliver(new ArrayList<>(rest.subList(0, half)));
      deliver(new ArrayList<>(rest.subList(half, rest.size())));
      return List.of();
    }
    if (tries < TRIES_ALONE) {
      return restOf(rest, backoff);
    }
    park(rest.get(0), failure);
    return List.of();
  }

  private List<RawMessage> restOf(List<RawMessage> waiting, Backoff backoff) {
    List<RawMessage> ours = patience.rest(backoff.next(), waiting);
    if (stopping.getAsBoolean()) {
      throw new ChannelDown();
    }
    return ours;
  }

  private void handleTogether(List<RawMessage> messages) throws Exception {
    transactions.run(
        () -> {
          Set<String> held = holdBehind(messages);
          List<RawMessage> free =
              held.isEmpty()
                  ? messages
                  : messages.stream().filter(m -> !isHeld(held, m)).collect(Collectors.toList());
          if (!free.isEmpty()) {
            handler.handle(free);
          }
        });
  }

  /** Stores those messages whose key waits, and says which keys do. */
  private Set<String> holdBehind(List<RawMessage> messages) throws SQLException {
    Set<String> keys =
        messages.stream().map(RawMessage::key).filter(Objects::nonNull).collect(Collectors.toSet());
    try (Connection connection = transactions.connection()) {
      Set<String> held = ParkedTable.heldKeys(connection, channel, keys);
      if (held.isEmpty()) {
        return held;
      }
      ParkedTable.lock(connection, channel, held);
      Set<String> still = ParkedTable.heldKeys(connection, channel, held);
      List<RawMessage> behind = messages.stream().filter(m -> isHeld(still, m)).toList();
      ParkedTable.store(connection, channel, behind, null);
      return still;
    }
  }

  private static boolean isHeld(Set<String> held, RawMessage message) {
    return message.key() != null && held.contains(message.key());
  }

  private void park(RawMessage culprit, Exception failure) {
    LogContext.parking(
        culprit,
        () ->
            LOG.log(
                System.Logger.Level.ERROR,
                "%s: parking %s with key %s".formatted(channel, culprit.id(), culprit.key()),
                failure));
    untilItHeals(
        () -> {
          try (Connection connection = transactions.connection()) {
            lockKeyOf(connection, culprit);
            ParkedTable.store(connection, channel, List.of(culprit), causeOf(failure));
          }
        },
        culprit);
    tally.parked();
  }

  /** Parking itself fails only with the database, and then waits for it like everything else. */
  private void untilItHeals(Transactions.Work work, RawMessage culprit) {
    Backoff backoff = new Backoff();
    while (true) {
      try {
        transactions.run(work);
        return;
      } catch (Exception failure) {
        LOG.log(System.Logger.Level.WARNING, "{0}: cannot park yet: {1}", channel, failure);
        if (restOf(List.of(culprit), backoff).isEmpty()) {
          return;
        }
      }
    }
  }

  /**
   * Handles what operators asked to handle again, a key at a time and in order. The key is free in
   * the transaction that handles its last message.
   *
   * @return whether anything had been asked for
   */
  boolean replayRequested() {
    List<ParkedTable.Waiting> requested = new ArrayList<>();
    try {
      transactions.run(
          () -> {
            try (Connection connection = transactions.connection()) {
              requested.addAll(ParkedTable.requested(connection, channel, 1));
              tally.waiting(ParkedTable.count(connection, channel));
            }
          });
    } catch (Exception failure) {
      LOG.log(System.Logger.Level.DEBUG, "{0}: no look at replays: {1}", channel, failure);
      return false;
    }
    requested.forEach(this::replay);
    return !requested.isEmpty();
  }

  private void replay(ParkedTable.Waiting first) {
    while (!stopping.getAsBoolean() && replayNext(first)) {
      LOG.log(
          System.Logger.Level.DEBUG, "{0}: one replayed of {1}", channel, first.message().key());
    }
  }

  /** Whether there may be more of the same key. */
  private boolean replayNext(ParkedTable.Waiting request) {
    List<ParkedTable.Waiting> taken = new ArrayList<>(1);
    try {
      transactions.run(
          () -> {
            try (Connection connection = transactions.connection()) {
              lockKeyOf(connection, request.message());
              nextOf(connection, request).ifPresent(taken::add);
              for (ParkedTable.Waiting next : taken) {
                ParkedTable.remove(connection, next.id());
              }
            }
            for (ParkedTable.Waiting next : taken) {
              handler.replay(next.message());
            }
          });
      tally.handled(taken.size());
      return !taken.isEmpty() && request.message().key() != null;
    } catch (Exception failure) {
      tally.retried();
      giveBack(taken, failure);
      return false;
    }
  }

  private java.util.Optional<ParkedTable.Waiting> nextOf(
      Connection connection, ParkedTable.Waiting request) throws SQLException {
    return request.message().key() == null
        ? ParkedTable.alone(connection, channel, request.id())
        : ParkedTable.firstOf(connection, channel, request.message().key());
  }

  /** A failure that heals leaves the request standing; any other is its answer. */
  private void giveBack(List<ParkedTable.Waiting> taken, Exception failure) {
    LOG.log(System.Logger.Level.WARNING, "{0}: replay failed: {1}", channel, failure);
    if (Transience.heals(failure) || stopping.getAsBoolean() || taken.isEmpty()) {
      return;
    }
    try {
      transactions.run(
          () -> {
            try (Connection connection = transactions.connection()) {
              ParkedTable.failedAgain(connection, channel, taken.get(0), causeOf(failure));
            }
          });
    } catch (Exception also) {
      LOG.log(System.Logger.Level.WARNING, "{0}: the request stays: {1}", channel, also);
    }
  }

  private void lockKeyOf(Connection connection, RawMessage message) throws SQLException {
    if (message.key() != null) {
      ParkedTable.lock(connection, channel, new TreeSet<>(Set.of(message.key())));
    }
  }

  /** The innermost cause names the fault; the outer ones are the container's wrapping. */
  private static String causeOf(Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null && cause.getCause() != cause) {
      cause = cause.getCause();
    }
    return cause.toString();
  }
}
