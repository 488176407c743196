package io.tradewind.messaging;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import org.eclipse.microprofile.reactive.messaging.Message;

/**
 * Sends what the outbox holds: a batch is read, sent without waiting record by record, and marked
 * in one statement once the broker has acknowledged it.
 *
 * <p>A shard is sent by the relay that holds its advisory lock. The lock lives on this loop's own
 * connection, which also reads and marks: a loop that loses the connection can do neither, and
 * whoever takes the shard over sends what was not marked again. Such a repeated message follows its
 * original, so receivers drop it.
 */
final class RelayLoop implements Runnable {

  private static final System.Logger LOG = System.getLogger(RelayLoop.class.getName());
  private static final int LOCK_SPACE = 0x0B0C;
  private static final int LARGEST_BATCH = 500;
  private static final long IDLE_MILLIS = 50;
  private static final Duration LONGEST_GATHER = Duration.ofMillis(25);
  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);
  private static final Duration BETWEEN_CLAIMS = Duration.ofMillis(250);
  private static final Duration BETWEEN_RETRIES_OF_HELD = Duration.ofSeconds(10);
  private static final int HELD_SECONDS = 30;

  private final Connections connections;
  private final RelayBell bell;
  private final Pipe<Message<OutboxRow>> pipe;
  private final LongConsumer acknowledged;
  private final Set<Integer> shards = new TreeSet<>();
  private final CountDownLatch ended = new CountDownLatch(1);
  private final Gathering gathering = new Gathering(LONGEST_GATHER);
  private final OutboxHousekeeping housekeeping = new OutboxHousekeeping();
  private volatile boolean stopping;
  private volatile boolean running;
  private volatile int shardsHeld;
  private volatile Instant oldestUnsent;
  private volatile long heldRows;
  private long floor;
  private long nextFloor;
  private Instant nextClaim = Instant.EPOCH;
  private Instant nextLook = Instant.EPOCH;
  private Instant nextRetryOfHeld = Instant.EPOCH;

  /** A connection that belongs to nobody else. */
  @FunctionalInterface
  interface Connections {
    Connection open() throws SQLException;
  }

  RelayLoop(
      Connections connections,
      RelayBell bell,
      Pipe<Message<OutboxRow>> pipe,
      LongConsumer acknowledged) {
    this.acknowledged = acknowledged;
    this.connections = connections;
    this.bell = bell;
    this.pipe = pipe;
  }

  @Override
  public void run() {
    running = true;
    try {
      Backoff backoff = new Backoff();
      while (!stopping) {
        serveOnce(backoff);
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    } finally {
      ended.countDown();
    }
  }

  void stop() {
    stopping = true;
    bell.ring();
    try {
      if (running && !ended.await(20, TimeUnit.SECONDS)) {
        LOG.log(System.Logger.Level.WARNING, "the relay still waits for the broker");
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** False only when it ran and its thread is gone. */
  boolean alive() {
    return ended.getCount() > 0;
  }

  int shardsHeld() {
    return shardsHeld;
  }

  /** Age of the oldest unsent message of any shard, in seconds; 0 when there is none. */
  double oldestAgeSeconds() {
    Instant oldest = oldestUnsent;
    return oldest == null ? 0 : Duration.between(oldest, Instant.now()).toMillis() / 1_000.0;
  }

  long heldRows() {
    return heldRows;
  }

  private void serveOnce(Backoff backoff) throws InterruptedException {
    try (Connection connection = connections.open()) {
      serve(connection, backoff);
    } catch (ChannelDown cancelled) {
      stopping = true;
    } catch (SQLException | RuntimeException broken) {
      LOG.log(System.Logger.Level.WARNING, "the relay lost its connection: {0}", broken.toString());
      Thread.sleep(backoff.next().toMillis());
    } finally {
      shards.clear();
      shardsHeld = 0;
    }
  }

  private void serve(Connection connection, Backoff backoff)
      throws SQLException, InterruptedException {
    while (!stopping) {
      housekeeping.whenDue(connection);
      claimOneMore(connection);
      retryHeld(connection);
      lookAtBacklog(connection);
      List<OutboxRow> rows =
          shards.isEmpty() || !pipe.subscribed()
              ? List.of()
              : OutboxTable.unsent(connection, shards, floor, LARGEST_BATCH);
      if (rows.isEmpty()) {
        bell.await(IDLE_MILLIS);
      } else {
        long before = System.nanoTime();
        if (send(connection, rows)) {
          backoff.reset();
          Duration took = Duration.ofNanos(System.nanoTime() - before);
          Thread.sleep(gathering.after(rows.size(), took).toMillis());
        } else {
          Thread.sleep(backoff.next().toMillis());
        }
      }
    }
  }

  /** One at a time, so that replicas that start together share the shards. */
  private void claimOneMore(Connection connection) throws SQLException {
    if (shards.size() == OutboxTable.SHARDS || Instant.now().isBefore(nextClaim)) {
      return;
    }
    for (int shard = 0; shard < OutboxTable.SHARDS; shard++) {
      if (!shards.contains(shard) && tryLock(connection, shard)) {
        shards.add(shard);
        shardsHeld = shards.size();
        return;
      }
    }
    nextClaim = Instant.now().plus(BETWEEN_CLAIMS);
  }

  private static boolean tryLock(Connection connection, int shard) throws SQLException {
    try (PreparedStatement lock =
        connection.prepareStatement("select pg_try_advisory_lock(?, ?)")) {
      lock.setInt(1, LOCK_SPACE);
      lock.setInt(2, shard);
      try (ResultSet had = lock.executeQuery()) {
        had.next();
        return had.getBoolean(1);
      }
    }
  }

  private void retryHeld(Connection connection) throws SQLException {
    if (Instant.now().isAfter(nextRetryOfHeld)) {
      nextRetryOfHeld = Instant.now().plus(BETWEEN_RETRIES_OF_HELD);
      OutboxTable.retryHeld(connection, shards, HELD_SECONDS);
    }
  }

  /**
   * Once a second the whole index of the unsent is looked at; in between, reading starts where the
   * look before the last one began, which passes over what was sent and is not swept up yet. A
   * transaction that drew its position earlier and commits later than that is found by the next
   * look.
   */
  private void lookAtBacklog(Connection connection) throws SQLException {
    if (Instant.now().isAfter(nextLook)) {
      nextLook = Instant.now().plus(BETWEEN_LOOKS);
      Optional<OutboxTable.Oldest> oldest = OutboxTable.oldestUnsent(connection);
      oldestUnsent = oldest.map(OutboxTable.Oldest::time).orElse(null);
      long lowest = oldest.map(OutboxTable.Oldest::position).orElse(nextFloor);
      floor = Math.min(nextFloor, lowest);
      nextFloor = lowest;
      heldRows = OutboxTable.held(connection);
    }
  }

  /** Whether the broker has answered; what it has not taken yet will be read again. */
  private boolean send(Connection connection, List<OutboxRow> rows)
      throws SQLException, InterruptedException {
    Dispatch dispatch = new Dispatch(rows.size());
    for (OutboxRow row : rows) {
      dispatch.send(row);
    }
    dispatch.awaitAnswers();
    if (!dispatch.sent.isEmpty()) {
      OutboxTable.markSent(connection, List.copyOf(dispatch.sent));
      acknowledged.accept(dispatch.sent.size());
    }
    for (Refusal refusal : List.copyOf(dispatch.refused)) {
      LOG.log(
          System.Logger.Level.ERROR,
          "the broker refuses {0} {1} for good, its key waits: {2}",
          refusal.row.type(),
          refusal.row.id(),
          refusal.cause);
      OutboxTable.hold(connection, refusal.row, refusal.cause.toString());
    }
    return !dispatch.broken;
  }

  /** A row that the broker will never take as it is. */
  private record Refusal(OutboxRow row, Throwable cause) {}

  /** The batch on its way. The broker's answers come on another thread. */
  private final class Dispatch {

    private final List<OutboxRow> sent;
    private final List<Refusal> refused = Collections.synchronizedList(new ArrayList<>());
    private final Set<String> lanesHeld = Collections.synchronizedSet(new HashSet<>());
    private final List<CompletableFuture<Void>> answers;
    private volatile boolean broken;

    Dispatch(int size) {
      sent = Collections.synchronizedList(new ArrayList<>(size));
      answers = new ArrayList<>(size);
    }

    /**
     * What comes behind a refused row of its key, or when the broker is away, is left for later.
     */
    void send(OutboxRow row) {
      if (broken || lanesHeld.contains(row.lane())) {
        return;
      }
      CompletableFuture<Void> answer = new CompletableFuture<>();
      answers.add(answer);
      pipe.emit(
          Message.of(
              row,
              () -> {
                sent.add(row);
                answer.complete(null);
                return CompletableFuture.completedFuture(null);
              },
              cause -> {
                if (cause instanceof TransientFailure) {
                  broken = true;
                } else {
                  lanesHeld.add(row.lane());
                  refused.add(new Refusal(row, cause));
                }
                answer.complete(null);
                return CompletableFuture.completedFuture(null);
              }));
    }

    /** The sink answers within its time-out. Only a stop does not wait for it. */
    void awaitAnswers() throws InterruptedException {
      for (CompletableFuture<Void> answer : answers) {
        while (!answer.isDone() && !pastPatience()) {
          try {
            answer.get(100, TimeUnit.MILLISECONDS);
          } catch (java.util.concurrent.TimeoutException notYet) {
            LOG.log(System.Logger.Level.TRACE, "waiting for the broker");
          } catch (java.util.concurrent.ExecutionException never) {
            throw new IllegalStateException(never);
          }
        }
      }
    }

    private Instant stopSeen;

    private boolean pastPatience() {
      if (stopping && stopSeen == null) {
        stopSeen = Instant.now();
      }
      return stopSeen != null && Instant.now().isAfter(stopSeen.plusSeconds(5));
    }
  }
}
