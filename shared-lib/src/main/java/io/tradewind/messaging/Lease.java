package io.tradewind.messaging;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * How long a session may rely on its locks without a round trip. The server ends a session that is
 * silent for longer and grants its locks to others, so a suspended process finds its lease expired
 * before it finds the connection closed. The lease counts from before the statement was sent,
 * because the answer may have waited while the process was suspended.
 */
final class Lease {

  private final long nanos;
  private final LongSupplier ticker;
  private long begun;

  Lease(Duration length) {
    this(length, System::nanoTime);
  }

  /**
   * @param ticker monotonic nanoseconds
   */
  Lease(Duration length, LongSupplier ticker) {
    this.nanos = length.toNanos();
    this.ticker = ticker;
    this.begun = ticker.getAsLong();
  }

  long now() {
    return ticker.getAsLong();
  }

  /**
   * The server has answered.
   *
   * @param asked {@link #now} before the statement
   */
  void renew(long asked) {
    begun = asked;
  }

  boolean runOut() {
    return ticker.getAsLong() - begun > nanos;
  }
}
