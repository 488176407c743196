package io.tradewind.benchmarks;

import java.util.Arrays;
import java.util.Random;

/**
 * The planned send time of each order, in nanoseconds from the start: a Poisson process, fixed
 * before the run so that a slow answer can never slow the offered load.
 */
record Arrivals(long[] nanos, int measuredFrom) {

  private static final double NANOS_PER_SECOND = 1e9;

  /** Share of the warm-up's rate at its very beginning. */
  private static final double FIRST_SHARE = 0.05;

  /** Share of the warm-up in which the rate rises: a server that compiles is slow at first. */
  private static final double CLIMB = 0.75;

  /** Share of the warm-up after which the rate is that of the measured window. */
  private static final double SETTLE = 0.9;

  static Arrivals of(Settings settings) {
    Random random = new Random(settings.seed());
    double end = settings.warmupSeconds() + settings.seconds();
    double highest = Math.max(settings.rate(), settings.warmupRate());
    long[] nanos = new long[(int) (highest * end * 1.2) + 100];
    int count = 0;
    int measuredFrom = 0;
    double at = 0;
    while ((at += gap(random, rateAt(at, settings))) < end && count < nanos.length) {
      measuredFrom += at < settings.warmupSeconds() ? 1 : 0;
      nanos[count++] = (long) (at * NANOS_PER_SECOND);
    }
    return new Arrivals(Arrays.copyOf(nanos, count), measuredFrom);
  }

  int count() {
    return nanos.length;
  }

  private static double gap(Random random, double rate) {
    return -Math.log(1 - random.nextDouble()) / rate;
  }

  /** Rises linearly to the warm-up's rate, stays there, and is the measured rate at the end. */
  private static double rateAt(double second, Settings settings) {
    double warmup = settings.warmupSeconds();
    if (second >= warmup * SETTLE) {
      return settings.rate();
    }
    double climb = warmup * CLIMB;
    double share = second >= climb ? 1 : FIRST_SHARE + (1 - FIRST_SHARE) * second / climb;
    return settings.warmupRate() * share;
  }
}
