package io.tradewind.messaging;

import io.tradewind.scheduling.WakeUp;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

/** Wakes the relay of this process after a commit: quicker than a poll, cheaper than NOTIFY. */
@ApplicationScoped
class OutboxSignal {

  private final WakeUp wakeUp = new WakeUp();
  private final AtomicBoolean unread = new AtomicBoolean();

  void rowsCommitted() {
    unread.set(true);
    wake();
  }

  /** There is something to do besides reading. */
  void wake() {
    wakeUp.call();
  }

  boolean rowsWait() {
    return unread.get();
  }

  /** To be called before the read, so that what is committed during it is signalled again. */
  void reading() {
    unread.set(false);
  }

  /** Returns when woken, or after this long: rows of another replica are not signalled here. */
  void await(Duration atMost) throws InterruptedException {
    wakeUp.await(atMost);
  }
}
