package io.tradewind.messaging;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * How long a session may act on its locks without having asked. The server ends a session that it
 * has not heard from for longer than this, and gives its locks to others: so a process that was
 * suspended finds its lease run out before it finds the connection gone. Counted from before a
 * statement was sent, because its answer may have lain there while the process was suspended.
 */
final class Lease {

  private final long nanos;
  private final LongSupplier ticker;
  private long begun;

  Lease(Duration length) {
    this(length, System::nanoTime);
  }

  /**
   * @param ticker nanoseconds that only ever grow
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
