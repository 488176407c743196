package io.tradewind.messaging;

import io.tradewind.database.Causes;
import io.tradewind.database.Transactions;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Handles batches so that one bad message stops nobody else, in order per key and with nothing
 * lost.
 *
 * <p>Records are read before the transaction: what cannot be read is parked by the transaction that
 * handles the others. A batch is one transaction; what becomes of one that fails is decided by
 * {@link Isolation}. Once a message is parked its key waits: later messages of the key are stored
 * behind it, in order, by the transaction that would have handled them.
 *
 * <p>An arrival that stores and a replay that frees hold the same advisory lock on (channel, key),
 * and each looks again once it has it: so no message is stored behind a key that has just been
 * freed.
 */
final class OrderedDelivery {

  private static final System.Logger LOG = System.getLogger(OrderedDelivery.class.getName());

  /** Longer than a transaction of a service holds a row under load. */
  private static final Duration BRIEFLY = Duration.ofMillis(250);

  final String channel;
  final Handler handler;
  final Transactions transactions;
  final Patience patience;
  final BooleanSupplier stopping;
  final ChannelMetrics metrics;
  final ChannelState state;
  final Brake brake = new Brake();
  final ForeignLocks locks = new ForeignLocks();
  final Function<RawMessage, Received> reader;

  /** Hands messages to the application within the current transaction; throws what it threw. */
  @FunctionalInterface
  interface Handler {
    void handle(List<Received> messages) throws Exception;

    /** Some that were parked, once more. */
    default void replay(List<Received> messages) throws Exception {
      handle(messages);
    }
  }

  /** Waits between two tries without losing the membership of the group. */
  @FunctionalInterface
  interface Patience {
    /** Returns those of the waiting messages that are still ours to handle. */
    List<RawMessage> rest(Duration pause, List<RawMessage> waiting);
  }

  OrderedDelivery(
      ChannelState state,
      String channel,
      Function<RawMessage, Received> reader,
      Handler handler,
      Transactions transactions,
      Patience patience,
      BooleanSupplier stopping,
      ChannelMetrics metrics) {
    this.state = state;
    this.channel = channel;
    this.reader = reader;
    this.handler = handler;
    this.transactions = transactions;
    this.patience = patience;
    this.stopping = stopping;
    this.metrics = metrics;
  }

  /**
   * Returns when every message is handled, parked, stored behind its key, or no longer ours.
   *
   * @throws ChannelDown when the channel stops first; nothing was parked then
   */
  void deliver(List<RawMessage> batch) {
    new Isolation(this, batch.stream().map(reader).toList()).run();
  }

  /**
   * In one transaction, or nothing of it.
   *
   * @param briefly whether locks that others hold are waited for only briefly
   * @return whether the application has handled any
   */
  boolean handleTogether(List<Received> messages, boolean briefly) throws Exception {
    List<Received> free = new ArrayList<>();
    List<Received> parked = new ArrayList<>();
    transactions.run(
        () -> {
          if (briefly) {
            waitBriefly();
          }
          sort(messages, free, parked);
          if (!free.isEmpty()) {
            handler.handle(free);
          }
        });
    parked.forEach(message -> parked(message, message.unreadable()));
    if (parked.size() < messages.size()) {
      metrics.handled(messages.size() - parked.size());
    }
    state.up();
    if (!free.isEmpty()) {
      brake.release();
      locks.passed();
    }
    return !free.isEmpty();
  }

  /** Stores what waits behind its key or cannot be read, and says what is free to be handled. */
  private void sort(List<Received> messages, List<Received> free, List<Received> parked)
      throws SQLException {
    try (Connection connection = transactions.connection()) {
      ParkedTable.Look look = look(connection, messages);
      Set<String> held = lock(connection, look, messages);
      for (Received message : messages) {
        boolean waits = message.key() != null && held.contains(message.key());
        if (isRemoved(connection, look, message)) {
          LOG.log(System.Logger.Level.INFO, "{0}: taken out before: {1}", channel, idOf(message));
        } else if (message.readable() && !waits) {
          free.add(message);
        } else {
          store(connection, message, message.unreadable());
          if (!waits) {
            parked.add(message);
            Optional.ofNullable(message.key()).ifPresent(held::add);
          }
        }
      }
    }
  }

  private ParkedTable.Look look(Connection connection, List<Received> messages)
      throws SQLException {
    return ParkedTable.look(
        connection,
        channel,
        messages.stream()
            .map(Received::key)
            .filter(Objects::nonNull)
            .collect(Collectors.toUnmodifiableSet()),
        messages.stream().map(OrderedDelivery::idOf).collect(Collectors.toUnmodifiableSet()));
  }

  /** Keys that wait, seen once nobody else can free them or park on them. */
  private Set<String> lock(Connection connection, ParkedTable.Look look, List<Received> messages)
      throws SQLException {
    TreeSet<String> keys = new TreeSet<>(look.heldKeys());
    messages.stream()
        .filter(message -> !message.readable() && message.key() != null)
        .forEach(message -> keys.add(message.key()));
    if (keys.isEmpty()) {
      return keys;
    }
    ParkedTable.lock(connection, channel, keys);
    return ParkedTable.look(connection, channel, keys, Set.of()).heldKeys();
  }

  boolean isRemoved(Connection connection, ParkedTable.Look look, Received message)
      throws SQLException {
    return look.removedIds().contains(idOf(message))
        && RemovedTable.has(connection, channel, message.raw());
  }

  private static String idOf(Received message) {
    return Storable.name(message.raw().id());
  }

  /** In the current transaction, which holds the lock of its key. */
  private void store(Connection connection, Received message, Throwable failure)
      throws SQLException {
    ParkedTable.store(
        connection, channel, message.raw(), failure == null ? null : causeOf(failure));
  }

  /** In a transaction of its own. */
  void park(RawMessage culprit, String cause) throws Exception {
    transactions.run(
        () -> {
          try (Connection connection = transactions.connection()) {
            lockKeyOf(connection, culprit);
            ParkedTable.store(connection, channel, culprit, cause);
          }
        });
  }

  /** As {@link #park}, and asked for again: it waits for a lock and for no decision. */
  void postpone(RawMessage message, String cause) throws Exception {
    transactions.run(
        () -> {
          try (Connection connection = transactions.connection()) {
            lockKeyOf(connection, message);
            ParkedTable.postpone(connection, channel, message, cause);
          }
        });
    LogContext.parking(
        message,
        () ->
            LOG.log(
                System.Logger.Level.WARNING,
                "{0}: put off {1}, a row of key {2} is held by another transaction: {3}",
                channel,
                Storable.name(message.id()),
                Storable.name(message.key()),
                cause));
  }

  /** In the current transaction: a lock that others hold stops only what needs it. */
  void waitBriefly() throws SQLException {
    try (Connection connection = transactions.connection();
        Statement statement = connection.createStatement()) {
      statement.execute("set local lock_timeout = " + BRIEFLY.toMillis());
    }
  }

  /** What nobody can read has no stack trace that would tell anything. */
  void parked(Received culprit, Throwable failure) {
    LogContext.parking(
        culprit.raw(),
        () ->
            LOG.log(
                System.Logger.Level.ERROR,
                "%s: parked %s with key %s%s"
                    .formatted(
                        channel,
                        idOf(culprit),
                        culprit.key(),
                        culprit.readable() ? "" : ", which nobody can read"),
                culprit.readable() ? failure : null));
    metrics.parked();
  }

  void lockKeyOf(Connection connection, RawMessage message) throws SQLException {
    if (message.key() != null) {
      ParkedTable.lock(connection, channel, Set.of(Storable.name(message.key())));
    }
  }

  static String causeOf(Throwable failure) {
    return Causes.innermost(failure).toString();
  }
}
