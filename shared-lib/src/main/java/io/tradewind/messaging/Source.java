package io.tradewind.messaging;

import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * A subscription at a broker, used by one thread. What {@link #poll} handed out and {@link
 * #handled} has not confirmed comes again, to this subscriber or to another.
 */
public interface Source extends AutoCloseable {

  /**
   * Whatever is there, in order per key, at most {@code limit} messages.
   *
   * @param patience how long to wait for a first message
   * @param gather how long to wait for more after the first
   */
  List<RawMessage> poll(Duration patience, Duration gather, int limit);

  /** Everything that {@code take} has handed out so far is done; need not be durable at once. */
  void handled();

  /**
   * Takes nothing for a while, but stays a member of its group.
   *
   * @return the places of {@code waiting} that are still this subscriber's to handle
   */
  Set<String> rest(Duration pause, List<RawMessage> waiting);

  /** Messages at the broker that this subscriber has not handled yet. */
  long lag();

  /** Whether the broker has said which part of the channel is this subscriber's. */
  boolean assigned();

  /** Makes a waiting {@code take} return; the only call allowed from another thread. */
  void wakeUp();

  /** Confirms durably what was handled, and leaves the group. */
  @Override
  void close();
}
