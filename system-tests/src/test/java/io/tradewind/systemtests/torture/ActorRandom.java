package io.tradewind.systemtests.torture;

import io.tradewind.systemtests.driver.SeededRandom;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** What chance one actor of a run has: the same for a seed, whatever the others do. */
final class ActorRandom extends SeededRandom {

  ActorRandom(long seed, String actor) {
    super(seed * 31 + actor.hashCode());
  }

  /** Some time between two moments passes: part of the load, not a wait for something. */
  void passes(int atLeastMillis, int atMostMillis) {
    int millis = atLeastMillis + upTo(atMostMillis - atLeastMillis);
    LockSupport.parkNanos(Duration.ofMillis(millis).toNanos());
  }
}
