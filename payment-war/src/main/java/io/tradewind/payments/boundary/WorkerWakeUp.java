package io.tradewind.payments.boundary;

import io.tradewind.scheduling.WakeUp;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

/** Wakes the worker of this process: faster than polling, and free when there is nothing to do. */
@ApplicationScoped
public class WorkerWakeUp {

  private final WakeUp wakeUp = new WakeUp();
  private final AtomicBoolean work = new AtomicBoolean();

  void workCommitted() {
    work.set(true);
    wake();
  }

  /** A call has finished. */
  void wake() {
    wakeUp.call();
  }

  /** Whether work has come since the last call of this method. */
  boolean workWaits() {
    return work.getAndSet(false);
  }

  /** Returns true when woken, false after this long. */
  boolean await(Duration atMost) throws InterruptedException {
    return wakeUp.await(atMost);
  }
}
