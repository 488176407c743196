package io.tradewind.messaging;

import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * A subscription at a broker, used by one thread. Messages that {@link #poll} returned and {@link
 * #handled} has not confirmed are delivered again, to this subscriber or to another.
 */
public interface Source extends AutoCloseable {

  /**
   * The available messages, in order per key, at most {@code limit}.
   *
   * @param patience how long to wait for a first message
   */
  List<RawMessage> poll(Duration patience, int limit);

  /** Confirms all messages that {@code poll} has returned so far; need not be durable at once. */
  void handled();

  /**
   * Pauses without polling messages, but stays a member of its group.
   *
   * @return the places of {@code waiting} that are still this subscriber's to handle
   */
  Set<String> rest(Duration pause, List<RawMessage> waiting);

  /** Messages at the broker that this subscriber has not handled yet. */
  long lag();

  /** How often the broker has assigned partitions to this subscriber, even if none. */
  long assignments();

  /** Makes a waiting {@code poll} return; the only method that another thread may call. */
  void wakeUp();

  /** Confirms durably what was handled, and leaves the group. */
  @Override
  void close();
}
