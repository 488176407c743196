package io.tradewind.scheduling;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Tells a thread that works from one that hangs. The thread beats in every turn, also in those in
 * which it only waits for a database or a broker that is away: such a wait is cut into turns, so it
 * is no hang. A thread that has ended, or has not beaten for the longest that a turn may take, is
 * restarted with its process.
 */
public final class Heartbeat {

  /** Twice what one statement may wait for a database that does not answer, which is 60 s. */
  public static final Duration LONGEST_TURN = Duration.ofMinutes(2);

  private final Duration longestTurn;
  private final LongSupplier ticker;
  private volatile long lastBeat;
  private volatile boolean begun;
  private volatile boolean ended;

  public Heartbeat() {
    this(System::nanoTime);
  }

  /**
   * @param ticker nanoseconds that only ever grow
   */
  public Heartbeat(LongSupplier ticker) {
    this(LONGEST_TURN, ticker);
  }

  Heartbeat(Duration longestTurn, LongSupplier ticker) {
    this.longestTurn = longestTurn;
    this.ticker = ticker;
  }

  public void beat() {
    lastBeat = ticker.getAsLong();
    begun = true;
  }

  /** The thread has ended; it may have been meant to. */
  public void end() {
    ended = true;
  }

  /** True also before the first beat: a thread that waits for the application's start is well. */
  public boolean alive() {
    return !ended && (!begun || ticker.getAsLong() - lastBeat < longestTurn.toNanos());
  }
}
