package io.tradewind.scheduling;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Whether something is due again, by a monotonic clock, so that changes of the system time do not
 * matter. It is due at once the first time.
 */
public final class Interval {

  private final long nanos;
  private final LongSupplier ticker;
  private long dueAt;

  public Interval(Duration length) {
    this(length, System::nanoTime);
  }

  /**
   * @param ticker monotonic nanoseconds
   */
  Interval(Duration length, LongSupplier ticker) {
    this.nanos = length.toNanos();
    this.ticker = ticker;
    this.dueAt = ticker.getAsLong();
  }

  /** Whether this time has passed since the last {@link #restart}. */
  public boolean passed() {
    return ticker.getAsLong() - dueAt >= 0;
  }

  public void restart() {
    dueAt = ticker.getAsLong() + nanos;
  }
}
