package io.tradewind.systemtests.torture;

import io.tradewind.systemtests.driver.SeededRandom;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** The random values of one actor in a run: the same for a seed, whatever the others do. */
final class ActorRandom extends SeededRandom {

  ActorRandom(long seed, String actor) {
    super(seed * 31 + actor.hashCode());
  }

  /** Pauses for a random time between two limits: part of the load, not a wait for a condition. */
  void passes(int atLeastMillis, int atMostMillis) {
    int millis = atLeastMillis + upTo(atMostMillis - atLeastMillis);
    LockSupport.parkNanos(Duration.ofMillis(millis).toNanos());
  }
}
