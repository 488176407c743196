package io.tradewind.payments.boundary;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** Wakes the workers of this process: quicker than a poll, and free when there is nothing to do. */
@ApplicationScoped
public class WorkBell {

  private final Semaphore rung = new Semaphore(0);
  private final AtomicBoolean work = new AtomicBoolean();

  /** New work was committed. */
  void ring() {
    work.set(true);
    nudge();
  }

  /** Something has finished. */
  void nudge() {
    if (rung.availablePermits() == 0) {
      rung.release();
    }
  }

  /** Whether work has come since this was last asked. */
  boolean workWaits() {
    return work.getAndSet(false);
  }

  /** Returns true when woken, false after this long. */
  boolean await(Duration patience) throws InterruptedException {
    boolean woken = rung.tryAcquire(patience.toNanos(), TimeUnit.NANOSECONDS);
    if (woken) {
      rung.drainPermits();
    }
    return woken;
  }
}
