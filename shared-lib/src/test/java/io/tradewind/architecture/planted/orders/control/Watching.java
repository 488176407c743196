package io.tradewind.architecture.planted.orders.control;

import java.time.Duration;
import java.time.Instant;

/** Violates the rule for durations: it waits an hour when the clock is set back by an hour. */
final class Watching {

  private Instant next = Instant.EPOCH;

  boolean due() {
    if (Instant.now().isBefore(next)) {
      return false;
    }
    next = Instant.now().plus(Duration.ofSeconds(1));
    return true;
  }
}
