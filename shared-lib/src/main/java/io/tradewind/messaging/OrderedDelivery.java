package io.tradewind.messaging;

import io.tradewind.database.Causes;
import io.tradewind.database.Transactions;
import io.tradewind.database.TransientFailure;
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
 * Handles batches in order per key, without loss, and so that a bad message stops no other key.
 *
 * <p>Records are read before the transaction; the transaction that handles the others parks the
 * unreadable ones. A batch is one transaction; {@link Isolation} handles one that fails. Once a
 * message is parked its key waits: later messages of the key are stored behind it, in order, by the
 * transaction that would have handled them.
 *
 * <p>An arrival that stores and a replay that frees hold the same advisory lock on (channel, key)
 * and check again once they have it, so no message is stored behind a key that was just freed.
 */
final class OrderedDelivery {

  private static final System.Logger LOG = System.getLogger(OrderedDelivery.class.getName());

  /** Longer than a service's transaction locks a row under load. */
  private static final Duration BRIEFLY = Duration.ofMillis(250);

  final String channel;
  final Handler handler;
  final Transactions transactions;
  final Patience patience;
  final BooleanSupplier stopping;
  final ChannelMetrics metrics;
  final ChannelState state;
  final ContainerCircuitBreaker brake = new ContainerCircuitBreaker();
  final LockedTableDetector locks = new LockedTableDetector();
  final Function<RawMessage, Received> reader;

  final EmptyParking emptyParking = new EmptyParking();

  /** Hands messages to the application within the current transaction; throws what it threw. */
  @FunctionalInterface
  interface Handler {
    void handle(List<Received> messages) throws Exception;

    /** Does what can be done for new messages before their transaction. */
    default void prepare(List<Received> messages) {}

    /** Handles messages that were parked. */
    default void replay(List<Received> messages) throws Exception {
      handle(messages);
    }
  }

  /** Pauses between two tries without losing the group membership. */
  @FunctionalInterface
  interface Patience {
    /** Returns the waiting messages that are still ours to handle. */
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
   * @throws ChannelStopping when the channel stops first; nothing was parked then
   */
  void deliver(List<RawMessage> batch) {
    List<Received> messages = batch.stream().map(reader).toList();
    if (emptyParking.certain()) {
      handler.prepare(messages.stream().filter(Received::readable).toList());
    }
    new Isolation(this, messages).run();
  }

  /**
   * Handles all in one transaction.
   *
   * @param briefly whether locks of others are waited for only briefly
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
          if (emptyParking.certain() && messages.stream().allMatch(Received::readable)) {
            free.addAll(messages);
            handler.handle(free);
            requireStillEmpty();
          } else {
            emptyParking.doubt();
            sort(messages, free, parked);
            if (!free.isEmpty()) {
              handler.handle(free);
            }
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

  /** The process may have been suspended, and others may have parked our keys meanwhile. */
  private void requireStillEmpty() {
    if (!emptyParking.certain()) {
      throw new TransientFailure("the batch took too long to be sure that none of it waits", null);
    }
  }

  /**
   * Stores messages that are unreadable or wait behind their key; the others are free to be
   * handled.
   */
  private void sort(List<Received> messages, List<Received> free, List<Received> parked)
      throws SQLException {
    try (Connection connection = transactions.connection()) {
      ParkedMessageTable.Look look = look(connection, messages);
      Set<String> held = lock(connection, look, messages);
      for (Received message : messages) {
        boolean waits = message.key() != null && held.contains(message.key());
        if (isRemoved(connection, look, message)) {
          LOG.log(
              System.Logger.Level.INFO,
              "{0}: skipped, an operator removed it earlier: {1}",
              channel,
              idOf(message));
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

  private ParkedMessageTable.Look look(Connection connection, List<Received> messages)
      throws SQLException {
    return ParkedMessageTable.look(
        connection,
        channel,
        messages.stream()
            .map(Received::key)
            .filter(Objects::nonNull)
            .collect(Collectors.toUnmodifiableSet()),
        messages.stream().map(OrderedDelivery::idOf).collect(Collectors.toUnmodifiableSet()));
  }

  /**
   * The keys that wait, read under their locks, so that no other transaction frees or parks them.
   */
  private Set<String> lock(
      Connection connection, ParkedMessageTable.Look look, List<Received> messages)
      throws SQLException {
    TreeSet<String> keys = new TreeSet<>(look.parkedKeys());
    messages.stream()
        .filter(message -> !message.readable() && message.key() != null)
        .forEach(message -> keys.add(message.key()));
    if (keys.isEmpty()) {
      return keys;
    }
    ParkedMessageTable.lock(connection, channel, keys);
    return ParkedMessageTable.look(connection, channel, keys, Set.of()).parkedKeys();
  }

  boolean isRemoved(Connection connection, ParkedMessageTable.Look look, Received message)
      throws SQLException {
    return look.removedIds().contains(idOf(message))
        && RemovedTable.has(connection, channel, message.raw());
  }

  private static String idOf(Received message) {
    return StorableText.name(message.raw().id());
  }

  /** Stores in the current transaction, which holds the lock of the key. */
  private void store(Connection connection, Received message, Throwable failure)
      throws SQLException {
    ParkedMessageTable.store(
        connection, channel, message.raw(), failure == null ? null : causeOf(failure));
  }

  /** Parks in a transaction of its own. */
  void park(RawMessage culprit, String cause) throws Exception {
    emptyParking.doubt();
    transactions.run(
        () -> {
          try (Connection connection = transactions.connection()) {
            lockKeyOf(connection, culprit);
            ParkedMessageTable.store(connection, channel, culprit, cause);
          }
        });
  }

  /**
   * Like {@link #park}, with an immediate request for replay: it waits for a lock, not for an
   * operator.
   */
  void postpone(RawMessage message, String cause) throws Exception {
    emptyParking.doubt();
    transactions.run(
        () -> {
          try (Connection connection = transactions.connection()) {
            lockKeyOf(connection, message);
            ParkedMessageTable.postpone(connection, channel, message, cause);
          }
        });
    LogContext.parking(
        message,
        () ->
            LOG.log(
                System.Logger.Level.WARNING,
                "{0}: postponed {1}, a row of key {2} is held by another transaction: {3}",
                channel,
                StorableText.name(message.id()),
                StorableText.name(message.key()),
                cause));
  }

  /**
   * Sets a short lock time-out for the current transaction, so that foreign locks stop only what
   * needs them.
   */
  void waitBriefly() throws SQLException {
    try (Connection connection = transactions.connection();
        Statement statement = connection.createStatement()) {
      statement.execute("set local lock_timeout = " + BRIEFLY.toMillis());
    }
  }

  /** The stack trace of an unreadable message says nothing, so it is omitted. */
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
                        culprit.readable() ? "" : ", which is unreadable"),
                culprit.readable() ? failure : null));
    metrics.parked();
  }

  void lockKeyOf(Connection connection, RawMessage message) throws SQLException {
    if (message.key() != null) {
      ParkedMessageTable.lock(connection, channel, Set.of(StorableText.name(message.key())));
    }
  }

  static String causeOf(Throwable failure) {
    return Causes.innermost(failure).toString();
  }
}
