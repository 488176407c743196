package io.tradewind.systemtests.simulation;

import java.util.List;
import java.util.SplittableRandom;

/** All that is random in a run, from one seed. */
final class Chance {

  private final SplittableRandom random;

  Chance(long seed) {
    random = new SplittableRandom(seed);
  }

  boolean percent(int of100) {
    return random.nextInt(100) < of100;
  }

  int upTo(int most) {
    return random.nextInt(most + 1);
  }

  <T> T of(List<T> items) {
    return items.get(random.nextInt(items.size()));
  }
}
