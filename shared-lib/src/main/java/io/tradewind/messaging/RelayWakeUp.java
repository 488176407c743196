package io.tradewind.messaging;

import io.tradewind.scheduling.WakeUp;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

/** Wakes the relay of this process after a commit: faster than polling, cheaper than NOTIFY. */
@ApplicationScoped
class RelayWakeUp {

  private final WakeUp wakeUp = new WakeUp();
  private final AtomicBoolean unread = new AtomicBoolean();

  void rowsCommitted() {
    unread.set(true);
    wake();
  }

  /** Wakes the relay for work other than reading. */
  void wake() {
    wakeUp.call();
  }

  boolean rowsWait() {
    return unread.get();
  }

  /** Call it before the read, so that a commit during the read signals again. */
  void reading() {
    unread.set(false);
  }

  /** Returns when woken or after this time: commits of other replicas give no signal here. */
  void await(Duration atMost) throws InterruptedException {
    wakeUp.await(atMost);
  }
}
