package io.tradewind.systemtests;

import java.util.List;
import java.util.SplittableRandom;

/** What is left to chance in one request: the same for a seed and a number. */
final class Chance {

  private final SplittableRandom random;

  Chance(long seed, int number) {
    random = new SplittableRandom(seed * 1_000_003 + number);
  }

  boolean percent(int of100) {
    return random.nextInt(100) < of100;
  }

  int below(int bound) {
    return random.nextInt(bound);
  }

  long between(long least, long most) {
    return most == Long.MAX_VALUE ? random.nextLong(least, most) : random.nextLong(least, most + 1);
  }

  <T> T of(List<T> items) {
    return items.get(random.nextInt(items.size()));
  }

  @SafeVarargs
  final <T> T of(T... items) {
    return items[random.nextInt(items.length)];
  }
}
