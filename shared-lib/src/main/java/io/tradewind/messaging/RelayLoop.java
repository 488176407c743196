package io.tradewind.messaging;

import io.tradewind.scheduling.Backoff;
import io.tradewind.scheduling.Heartbeat;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import org.eclipse.microprofile.reactive.messaging.Message;

/**
 * Sends the outbox: reads rows in portions, sends rows of different lanes concurrently, and marks
 * them once the broker has acknowledged them.
 *
 * <p>A shard is sent by the relay that holds its advisory lock. The lock belongs to this loop's own
 * connection, which also reads and marks: a loop that loses the connection can do neither, and the
 * next owner of the shard sends unmarked rows again. Such a duplicate follows its original, so
 * consumers drop it.
 */
final class RelayLoop implements Runnable {

  private static final System.Logger LOG = System.getLogger(RelayLoop.class.getName());
  private static final Duration PATIENCE_WHEN_STOPPING = Duration.ofSeconds(5);

  /**
   * Part of the 30 s that Liberty waits for an application to stop; unsent rows stay in the table.
   */
  private static final int STOP_SECONDS = 6;

  private final Connections connections;
  private final RelayWakeUp signal;
  private final Pipe<Message<OutboxRow>> pipe;
  private final LongConsumer acknowledged;
  private final CountDownLatch ended = new CountDownLatch(1);
  private final Heartbeat heartbeat = new Heartbeat();
  private final Backlog backlog = new Backlog();
  private final OutboxHousekeeping housekeeping;
  private final Republisher refill;
  private volatile boolean stopping;
  private volatile boolean running;
  private volatile int shardsHeld;

  /** A connection that is not shared. */
  @FunctionalInterface
  interface Connections {
    Connection open() throws SQLException;
  }

  RelayLoop(
      Connections connections,
      RelayWakeUp signal,
      Pipe<Message<OutboxRow>> pipe,
      LongConsumer acknowledged,
      OutboxHousekeeping housekeeping,
      Republisher refill) {
    this.housekeeping = housekeeping;
    this.refill = refill;
    this.acknowledged = acknowledged;
    this.connections = connections;
    this.signal = signal;
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
    signal.rowsCommitted();
    try {
      if (running && !ended.await(STOP_SECONDS, TimeUnit.SECONDS)) {
        LOG.log(System.Logger.Level.WARNING, "the relay still waits for the broker");
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** False only when the loop ran and its thread is gone or hangs. */
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
    } catch (ChannelStopping cancelled) {
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
    RelaySession session =
        new RelaySession(connection, pipe, signal, backlog, backoff, acknowledged);
    while (!stopping) {
      heartbeat.beat();
      housekeeping.whenDue(connection);
      refill.goOn(connection, session.acknowledged());
      session.turn();
      shardsHeld = session.shardsHeld();
    }
    session.finish(PATIENCE_WHEN_STOPPING);
  }
}
