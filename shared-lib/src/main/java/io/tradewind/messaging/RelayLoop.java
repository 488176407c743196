package io.tradewind.messaging;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import org.eclipse.microprofile.reactive.messaging.Message;

/**
 * Sends what the outbox holds: a batch is read, sent without waiting record by record, and marked
 * once the broker has acknowledged it.
 *
 * <p>A shard is sent by the relay that holds its advisory lock. The lock lives on this loop's own
 * connection, which also reads and marks: a loop that loses the connection can do neither, and
 * whoever takes the shard over sends what was not marked again. Such a repeated message follows its
 * original, so receivers drop it.
 */
final class RelayLoop implements Runnable {

  private static final System.Logger LOG = System.getLogger(RelayLoop.class.getName());
  private static final int LARGEST_BATCH = 500;
  private static final long IDLE_MILLIS = 50;
  private static final Duration LONGEST_GATHER = Duration.ofMillis(20);
  private static final Duration BETWEEN_RETRIES_OF_HELD = Duration.ofSeconds(10);
  private static final int HELD_SECONDS = 30;

  /**
   * Of the 30 s that Liberty waits for an application to stop; what is unsent stays in the table.
   */
  private static final int STOP_SECONDS = 6;

  private final Connections connections;
  private final RelayBell bell;
  private final Pipe<Message<OutboxRow>> pipe;
  private final LongConsumer acknowledged;
  private final CountDownLatch ended = new CountDownLatch(1);
  private final Heartbeat heartbeat = new Heartbeat();
  private final Gathering gathering = Gathering.upTo(LONGEST_GATHER);
  private final Backlog backlog = new Backlog();
  private final OutboxHousekeeping housekeeping;
  private final Refill refill;
  private volatile boolean stopping;
  private volatile boolean running;
  private volatile int shardsHeld;
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
      LongConsumer acknowledged,
      OutboxHousekeeping housekeeping,
      Refill refill) {
    this.housekeeping = housekeeping;
    this.refill = refill;
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
        heartbeat.beat();
        serveOnce(backoff);
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    } finally {
      heartbeat.end();
      ended.countDown();
    }
  }

  void stop() {
    stopping = true;
    bell.ring();
    try {
      if (running && !ended.await(STOP_SECONDS, TimeUnit.SECONDS)) {
        LOG.log(System.Logger.Level.WARNING, "the relay still waits for the broker");
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** False only when it ran and its thread is gone or hangs. */
  boolean alive() {
    return heartbeat.alive();
  }

  int shardsHeld() {
    return shardsHeld;
  }

  Backlog backlog() {
    return backlog;
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
      shardsHeld = 0;
    }
  }

  private void serve(Connection connection, Backoff backoff)
      throws SQLException, InterruptedException {
    ShardLocks shards = new ShardLocks(connection);
    Delivered delivered = new Delivered(connection);
    while (!stopping) {
      heartbeat.beat();
      housekeeping.whenDue(connection);
      shards.claimOneMore();
      shardsHeld = shards.held().size();
      delivered.markWhenDue();
      retryHeld(connection, shards);
      backlog.lookWhenDue(connection);
      refill.goOn(connection, delivered.positions());
      List<OutboxRow> rows = unsent(connection, shards, delivered);
      if (rows.isEmpty()) {
        bell.await(IDLE_MILLIS);
      } else if (send(connection, rows, delivered)) {
        backoff.reset();
        gathering.pause();
        if (rows.size() < LARGEST_BATCH) {
          // what was committed after that look has rung
          bell.await(IDLE_MILLIS);
        }
      } else {
        Thread.sleep(backoff.next().toMillis());
      }
    }
    delivered.mark();
  }

  private List<OutboxRow> unsent(Connection connection, ShardLocks shards, Delivered delivered)
      throws SQLException {
    return shards.held().isEmpty() || !pipe.subscribed()
        ? List.of()
        : OutboxTable.unsent(
            connection, shards.held(), backlog.floor(), delivered.positions(), LARGEST_BATCH);
  }

  private void retryHeld(Connection connection, ShardLocks shards) throws SQLException {
    if (Instant.now().isAfter(nextRetryOfHeld)) {
      nextRetryOfHeld = Instant.now().plus(BETWEEN_RETRIES_OF_HELD);
      OutboxTable.retryHeld(connection, shards.held(), HELD_SECONDS);
    }
  }

  /** Whether the broker has answered; what it has not taken yet will be read again. */
  private boolean send(Connection connection, List<OutboxRow> rows, Delivered delivered)
      throws SQLException, InterruptedException {
    Dispatch dispatch = new Dispatch(pipe);
    dispatch.send(rows);
    dispatch.awaitAnswers(() -> stopping);
    List<OutboxRow> sent = dispatch.acknowledged();
    delivered.add(sent);
    acknowledged.accept(sent.size());
    for (Dispatch.Refusal refusal : dispatch.refused()) {
      LOG.log(
          System.Logger.Level.ERROR,
          "the broker refuses {0} {1} for good, its key waits: {2}",
          refusal.row().type(),
          refusal.row().id(),
          refusal.cause());
      OutboxTable.hold(connection, refusal.row(), refusal.cause().toString());
    }
    return !dispatch.broken();
  }
}
