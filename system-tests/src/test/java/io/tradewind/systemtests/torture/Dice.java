package io.tradewind.systemtests.torture;

import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;

/** What chance one actor of a run has: the same for a seed, whatever the others do. */
final class Dice {

  private final SplittableRandom random;

  Dice(long seed, String actor) {
    random = new SplittableRandom(seed * 31 + actor.hashCode());
  }

  int upTo(int most) {
    return random.nextInt(most + 1);
  }

  boolean percent(int of100) {
    return random.nextInt(100) < of100;
  }

  <T> T of(List<T> items) {
    return items.get(random.nextInt(items.size()));
  }

  /** Some time between two moments passes: part of the load, not a wait for something. */
  void passes(int atLeastMillis, int atMostMillis) {
    int millis = atLeastMillis + random.nextInt(atMostMillis - atLeastMillis + 1);
    LockSupport.parkNanos(Duration.ofMillis(millis).toNanos());
  }
}
