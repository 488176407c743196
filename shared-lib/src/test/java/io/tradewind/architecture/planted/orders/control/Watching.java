package io.tradewind.architecture.planted.orders.control;

import java.time.Duration;
import java.time.Instant;

/** Waits an hour when somebody sets the clock back by one. */
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
