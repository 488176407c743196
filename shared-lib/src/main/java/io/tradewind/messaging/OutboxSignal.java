package io.tradewind.messaging;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** Wakes the relay of this process after a commit: quicker than a poll, cheaper than NOTIFY. */
@ApplicationScoped
class OutboxSignal {

  private final Semaphore woken = new Semaphore(0);
  private final AtomicBoolean rung = new AtomicBoolean();

  /** There are new rows. */
  void ring() {
    rung.set(true);
    wake();
  }

  /** There is something to do besides reading. */
  void wake() {
    if (woken.availablePermits() == 0) {
      woken.release();
    }
  }

  boolean rung() {
    return rung.get();
  }

  /** To be called before the read, so that what is committed during it rings again. */
  void heard() {
    rung.set(false);
  }

  /** Returns when woken, or after this long: another replica's rows ring no bell here. */
  void await(long millis) throws InterruptedException {
    if (woken.tryAcquire(millis, TimeUnit.MILLISECONDS)) {
      woken.drainPermits();
    }
  }
}
