package io.tradewind.scheduling;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Lets one thread wait for calls of others. A call while it does not wait is not lost: the next
 * wait ends at once. Several such calls count as one.
 */
public final class WakeUp {

  private final Semaphore calls = new Semaphore(0);

  public void call() {
    if (calls.availablePermits() == 0) {
      calls.release();
    }
  }

  /** Returns true when called, false after this long. */
  public boolean await(Duration atMost) throws InterruptedException {
    boolean called = calls.tryAcquire(atMost.toNanos(), TimeUnit.NANOSECONDS);
    if (called) {
      calls.drainPermits();
    }
    return called;
  }
}
