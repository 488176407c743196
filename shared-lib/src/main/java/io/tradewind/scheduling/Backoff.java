package io.tradewind.scheduling;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * 100 ms doubling to 5 s, each with up to a fifth of jitter so that replicas do not retry in step.
 */
public final class Backoff {

  private static final long FIRST_MILLIS = 100;
  private static final long LONGEST_MILLIS = 5_000;

  private long millis = FIRST_MILLIS;

  public Duration next() {
    long pause = millis + ThreadLocalRandom.current().nextLong(millis / 5 + 1);
    millis = Math.min(millis * 2, LONGEST_MILLIS);
    return Duration.ofMillis(pause);
  }

  public void reset() {
    millis = FIRST_MILLIS;
  }
}
