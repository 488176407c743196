package io.tradewind.messaging;

import io.tradewind.database.TransientFailure;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.eclipse.microprofile.reactive.messaging.Message;

/**
 * Rows under way, at most one of each lane: a row is sent only after the answer to the one before
 * it, so that none can overtake another that the broker refuses. Lanes do not wait for each other.
 * The broker's answers arrive on another thread and are handled on the relay's.
 */
final class SendBatch {

  /** More rows are read only below this number; one read brings at most as many. */
  static final int WINDOW = 500;

  /** Rows of a destination that does not answer leave the window; this many are kept in memory. */
  private static final int MOST = 4 * WINDOW;

  /** A destination that takes longer to answer is in trouble. */
  private static final long LATE_NANOS = Duration.ofSeconds(1).toNanos();

  private final Pipe<Message<OutboxRow>> pipe;
  private final Runnable answered;
  private final Map<String, Lane> lanes = new HashMap<>();
  private final Deque<Lane> ready = new ArrayDeque<>();
  private final Queue<Answer> answers = new ConcurrentLinkedQueue<>();
  private volatile boolean away;
  private int size;

  /**
   * The broker's answer for a row.
   *
   * @param failure null when it has the row
   */
  record Answer(OutboxRow row, Throwable failure) {

    boolean acknowledged() {
      return failure == null;
    }

    /** The whole broker is unavailable: the row stays here and is sent again. */
    boolean brokerAway() {
      return failure instanceof TransientFailure && !(failure instanceof DestinationUnavailable);
    }
  }

  private static final class Lane {

    private final Deque<OutboxRow> rows = new ArrayDeque<>();
    private boolean underWay;
    private long since;
  }

  /**
   * @param answered called on any thread after each answer
   */
  SendBatch(Pipe<Message<OutboxRow>> pipe, Runnable answered) {
    this.pipe = pipe;
    this.answered = answered;
  }

  /** Ordered by position, and behind the rows of their ordering key that are here. */
  void add(List<OutboxRow> rows) {
    for (OutboxRow row : rows) {
      Lane lane = lanes.computeIfAbsent(row.orderingKey(), name -> new Lane());
      if (lane.rows.isEmpty()) {
        ready.add(lane);
      }
      lane.rows.add(row);
      size++;
    }
  }

  /** Sends the first row of each lane that has none under way, until the lease expires. */
  void send(Lease lease) {
    while (!away && !ready.isEmpty() && !lease.runOut()) {
      Lane lane = ready.remove();
      lane.underWay = true;
      lane.since = System.nanoTime();
      OutboxRow row = lane.rows.element();
      pipe.emit(Message.of(row, () -> answer(row, null), failure -> answer(row, failure)));
    }
  }

  private CompletionStage<Void> answer(OutboxRow row, Throwable failure) {
    Answer answer = new Answer(row, failure);
    away |= answer.brokerAway();
    answers.add(answer);
    answered.run();
    return CompletableFuture.completedFuture(null);
  }

  /** The answers since the last call. */
  List<Answer> answers() {
    List<Answer> taken = new ArrayList<>();
    for (Answer answer = answers.poll(); answer != null; answer = answers.poll()) {
      settle(answer);
      taken.add(answer);
    }
    return taken;
  }

  /** Discards the rows behind a refused one: they will be read again. */
  private void settle(Answer answer) {
    Lane lane = lanes.get(answer.row().orderingKey());
    lane.underWay = false;
    if (answer.acknowledged()) {
      lane.rows.remove();
      size--;
    } else if (!answer.brokerAway()) {
      size -= lane.rows.size();
      lane.rows.clear();
    }
    if (lane.rows.isEmpty()) {
      lanes.remove(answer.row().orderingKey());
    } else {
      ready.add(lane);
    }
  }

  /** Whether the whole broker was unavailable at the last try; then nothing is sent. */
  boolean brokerAway() {
    return away;
  }

  void tryAgain() {
    away = false;
  }

  boolean isEmpty() {
    return size == 0;
  }

  int size() {
    return size;
  }

  /** How many more rows may be read. */
  int room() {
    long now = System.nanoTime();
    int late =
        lanes.values().stream()
            .filter(lane -> lane.underWay && now - lane.since > LATE_NANOS)
            .mapToInt(lane -> lane.rows.size())
            .sum();
    return Math.min(WINDOW - (size - late), MOST - size);
  }

  /** Positions that must not be read again. */
  Collection<Long> positions() {
    return lanes.values().stream()
        .flatMap(lane -> lane.rows.stream())
        .map(OutboxRow::position)
        .toList();
  }

  /**
   * Discards the rows of a shard that are not under way.
   *
   * @return whether none of its rows is under way
   */
  boolean leave(int shard) {
    boolean left = true;
    for (Lane lane : List.copyOf(lanes.values())) {
      OutboxRow first = lane.rows.element();
      if (OutboxTable.shardOf(first.key()) == shard) {
        left &= !lane.underWay;
        forget(lane, first);
      }
    }
    return left;
  }

  private void forget(Lane lane, OutboxRow first) {
    size -= lane.rows.size();
    lane.rows.clear();
    if (lane.underWay) {
      lane.rows.add(first);
      size++;
    } else {
      ready.remove(lane);
      lanes.remove(first.orderingKey());
    }
  }
}
