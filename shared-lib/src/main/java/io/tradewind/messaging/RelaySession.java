package io.tradewind.messaging;

import io.tradewind.database.ServiceDatabase;
import io.tradewind.scheduling.Backoff;
import io.tradewind.scheduling.Interval;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.LongConsumer;
import java.util.stream.Stream;
import org.eclipse.microprofile.reactive.messaging.Message;

/**
 * A relay's work on one connection, which holds the shard locks, reads and marks. The session ends
 * with it; the next owner of a shard sends again what was under way and is not marked.
 */
final class RelaySession {

  /** How often rows are looked for that another replica has committed. */
  private static final Duration IDLE = Duration.ofMillis(50);

  /** The same without another replica: every commit wakes this relay. */
  private static final Duration IDLE_ALONE = Duration.ofSeconds(1);

  /** While rows are under way, new rows wait this long at most to be read. */
  private static final Duration LONGEST_WAIT_FOR_ANSWERS = Duration.ofMillis(20);

  /** Half of the time after which the server ends the session. */
  static final Duration LEASE = ServiceDatabase.IDLE_SESSION.dividedBy(2);

  private final Connection connection;
  private final Pipe<Message<OutboxRow>> pipe;
  private final RelayWakeUp signal;
  private final Backlog backlog;
  private final Backoff backoff;
  private final LongConsumer acknowledged;
  private final ShardLocks shards;
  private final AcknowledgedRows delivered;
  private final HeldRows heldRows;
  private final SendBatch batch;
  private final Lease lease = new Lease(LEASE);
  private final Interval idle = new Interval(IDLE);
  private final Interval idleAlone = new Interval(IDLE_ALONE);
  private final Interval answering = new Interval(LONGEST_WAIT_FOR_ANSWERS);
  private Interval pause = new Interval(Duration.ZERO);
  private Set<Integer> sending = Set.of();
  private int readOnAt = -1;

  RelaySession(
      Connection connection,
      Pipe<Message<OutboxRow>> pipe,
      RelayWakeUp signal,
      Backlog backlog,
      Backoff backoff,
      LongConsumer acknowledged)
      throws SQLException {
    this.connection = connection;
    this.pipe = pipe;
    this.signal = signal;
    this.backlog = backlog;
    this.backoff = backoff;
    this.acknowledged = acknowledged;
    this.shards = new ShardLocks(connection);
    this.delivered = new AcknowledgedRows(connection);
    this.heldRows = new HeldRows(connection);
    this.batch = new SendBatch(pipe, signal::wake);
  }

  int shardsHeld() {
    return shards.held().size();
  }

  /** Positions that the broker has acknowledged and that are not marked yet. */
  Collection<Long> acknowledged() {
    return delivered.positions();
  }

  /** Does what is due, then waits for more work. */
  void turn() throws SQLException, InterruptedException {
    shareShards();
    takeAnswers();
    delivered.markWhenDue();
    if (heldRows.release(sending)) {
      signal.rowsCommitted();
    }
    look();
    if (batch.brokerAway() && pause.passed()) {
      batch.tryAgain();
    }
    if (mayRead()) {
      read();
    }
    askWhenTheLeaseRanOut();
    batch.send(lease);
    signal.await(IDLE);
  }

  /** Gives a surplus shard back once none of its rows is under way. */
  private void shareShards() throws SQLException {
    shards.claimOneMore();
    sending = new HashSet<>(shards.held());
    OptionalInt surplus = shards.surplus();
    if (surplus.isPresent()) {
      int shard = surplus.getAsInt();
      sending.remove(shard);
      if (batch.leave(shard)) {
        takeAnswers();
        delivered.mark();
        shards.giveBack(shard);
      }
    }
  }

  private void takeAnswers() throws SQLException {
    List<OutboxRow> sent = new ArrayList<>();
    List<SendBatch.Answer> refused = new ArrayList<>();
    boolean away = false;
    boolean probed = false;
    for (SendBatch.Answer answer : batch.answers()) {
      if (answer.acknowledged()) {
        sent.add(answer.row());
        probed |= heldRows.acknowledged(answer.row());
      } else if (answer.brokerAway()) {
        away = true;
      } else {
        refused.add(answer);
      }
    }
    if (!sent.isEmpty()) {
      delivered.add(sent);
      acknowledged.accept(sent.size());
      backoff.reset();
    }
    if (probed) {
      delivered.mark();
    }
    if (!refused.isEmpty()) {
      heldRows.hold(refused);
    }
    if (away) {
      pause = new Interval(backoff.next());
      pause.restart();
    }
  }

  private void look() throws SQLException {
    long asked = lease.now();
    if (!backlog.lookWhenDue(connection)) {
      return;
    }
    lease.renew(asked);
    if (backlog.anyHeld() && mayProbe()) {
      heldRows.lookAtBehindWhenDue();
      batch.add(heldRows.probes(sending, batch.positions()));
    }
  }

  private boolean mayProbe() {
    return !sending.isEmpty() && pipe.subscribed() && !batch.brokerAway();
  }

  private boolean mayRead() {
    if (sending.isEmpty() || !pipe.subscribed() || batch.brokerAway()) {
      return false;
    }
    boolean more = batch.size() <= readOnAt;
    boolean asked = signal.rowsWait() && (batch.isEmpty() || answering.passed());
    boolean due = shards.alone() ? idleAlone.passed() : idle.passed();
    return (more || asked || due) && batch.room() >= sending.size();
  }

  private void read() throws SQLException {
    signal.reading();
    int limit = batch.room() / sending.size();
    List<Long> known =
        Stream.concat(batch.positions().stream(), delivered.positions().stream()).toList();
    long asked = lease.now();
    OutboxTable.Ready found = OutboxTable.ready(connection, sending, known, limit);
    lease.renew(asked);
    heldRows.holdBehind(found.behind());
    batch.add(found.rows());
    readOnAt = found.more() ? batch.size() / 2 : -1;
    idle.restart();
    idleAlone.restart();
    answering.restart();
  }

  /**
   * Confirms that the session, and with it the locks, still exists; otherwise the statement fails
   * and ends this relay session.
   */
  private void askWhenTheLeaseRanOut() throws SQLException {
    if (lease.runOut()) {
      long asked = lease.now();
      try (Statement statement = connection.createStatement()) {
        statement.execute("select 1");
      }
      lease.renew(asked);
    }
  }

  /** Waits up to this long for answers and marks what the broker has acknowledged. */
  void finish(Duration patience) throws SQLException, InterruptedException {
    Interval waiting = new Interval(patience);
    waiting.restart();
    sending = Set.of();
    for (int shard : shards.held()) {
      while (!batch.leave(shard) && !waiting.passed()) {
        signal.await(IDLE);
        takeAnswers();
      }
    }
    takeAnswers();
    delivered.mark();
  }
}
