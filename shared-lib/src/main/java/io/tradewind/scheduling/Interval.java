package io.tradewind.scheduling;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Whether something is due again, by the stop-watch: a clock that somebody sets makes nothing early
 * or late. It is due at once the first time.
 */
public final class Interval {

  private final long nanos;
  private final LongSupplier ticker;
  private long dueAt;

  public Interval(Duration length) {
    this(length, System::nanoTime);
  }

  /**
   * @param ticker nanoseconds that only ever grow
   */
  Interval(Duration length, LongSupplier ticker) {
    this.nanos = length.toNanos();
    this.ticker = ticker;
    this.dueAt = ticker.getAsLong();
  }

  /** Whether so much time has gone by since the last {@link #restart}. */
  public boolean passed() {
    return ticker.getAsLong() - dueAt >= 0;
  }

  public void restart() {
    dueAt = ticker.getAsLong() + nanos;
  }
}
