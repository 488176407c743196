package io.tradewind.benchmarks;

import java.util.Arrays;
import java.util.Random;

/**
 * When each order is meant to be sent, in nanoseconds from the start: a Poisson process, fixed
 * before the run so that a slow answer can never slow the offered load.
 */
record Arrivals(long[] nanos, int measuredFrom) {

  private static final double NANOS_PER_SECOND = 1e9;

  /** Share of the full rate at the very beginning of the warm-up. */
  private static final double FIRST_SHARE = 0.05;

  /** Share of the warm-up in which the rate climbs: a server that compiles is slow at first. */
  private static final double CLIMB = 0.75;

  static Arrivals of(Settings settings) {
    Random random = new Random(settings.seed());
    double end = settings.warmupSeconds() + settings.seconds();
    long[] nanos = new long[(int) (settings.rate() * end * 1.2) + 100];
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

  /** Full in the last quarter of the warm-up and after it, climbing in a line before. */
  private static double rateAt(double second, Settings settings) {
    double climb = settings.warmupSeconds() * CLIMB;
    double share = second >= climb ? 1 : FIRST_SHARE + (1 - FIRST_SHARE) * second / climb;
    return settings.rate() * share;
  }
}
