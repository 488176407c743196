package io.tradewind.systemtests.driver;

import java.util.List;
import java.util.SplittableRandom;

/** Random values that one seed determines. */
public class SeededRandom {

  private final SplittableRandom random;

  public SeededRandom(long seed) {
    random = new SplittableRandom(seed);
  }

  /** One generator of a series: the same for the same seed and number. */
  public SeededRandom(long seed, int number) {
    this(seed * 1_000_003 + number);
  }

  public boolean percent(int of100) {
    return random.nextInt(100) < of100;
  }

  public int upTo(int most) {
    return random.nextInt(most + 1);
  }

  public long between(long least, long most) {
    return most == Long.MAX_VALUE ? random.nextLong(least, most) : random.nextLong(least, most + 1);
  }

  public <T> T of(List<T> items) {
    return items.get(random.nextInt(items.size()));
  }

  @SafeVarargs
  public final <T> T of(T... items) {
    return items[random.nextInt(items.length)];
  }
}
