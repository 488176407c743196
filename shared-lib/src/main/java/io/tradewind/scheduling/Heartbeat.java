package io.tradewind.scheduling;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Distinguishes a working thread from one that hangs. The thread beats in every turn, even when it
 * only waits for an unavailable database or broker, because such waits are cut into turns. A
 * process is restarted when a thread has ended or has not beaten for the longest turn.
 */
public final class Heartbeat {

  /** Twice the 60 s that a statement may wait for a database that does not answer. */
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
   * @param ticker monotonic nanoseconds
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

  /** The thread has ended, perhaps as intended. */
  public void end() {
    ended = true;
  }

  /** True also before the first beat: a thread may wait for the application's start. */
  public boolean alive() {
    return !ended && (!begun || ticker.getAsLong() - lastBeat < longestTurn.toNanos());
  }
}
