package io.tradewind.messaging;

import java.util.function.LongSupplier;

/**
 * How fast a {@link Republisher} goes. While new messages are written, portions are small, and
 * after each one the relays are free for as long as the portion has kept them busy: a new message
 * waits for half a small portion on average. While nothing else is written, portions grow and
 * follow each other at once.
 *
 * <p>Each relay of the service measures for itself, because any of them may take up the next
 * portion.
 */
final class RepublishPace {

  /** Some 30 ms of work for the relays. */
  static final int SMALLEST = 60;

  static final int LARGEST = 8 * SMALLEST;

  private final LongSupplier ticker;
  private long portion = -1;
  private long queuedAt;
  private Long sentAt;

  /**
   * @param ticker monotonic nanoseconds
   */
  RepublishPace(LongSupplier ticker) {
    this.ticker = ticker;
  }

  /**
   * Call it in each turn.
   *
   * @param last position of the portion that was queued last
   */
  void sees(long last) {
    if (last != portion) {
      portion = last;
      queuedAt = ticker.getAsLong();
      sentAt = null;
    }
  }

  /**
   * Whether the next portion may be queued. Call it when the last one has been sent.
   *
   * @param writtenSince messages of others since the last portion
   */
  boolean rested(long writtenSince) {
    long now = ticker.getAsLong();
    if (sentAt == null) {
      sentAt = now;
    }
    return writtenSince == 0 || now - sentAt >= sentAt - queuedAt;
  }

  /**
   * Messages of the next portion.
   *
   * @param previous messages of the last one
   * @param writtenSince messages of others since then
   */
  static int size(long previous, long writtenSince) {
    return writtenSince == 0 ? (int) Math.max(SMALLEST, Math.min(2 * previous, LARGEST)) : SMALLEST;
  }
}
