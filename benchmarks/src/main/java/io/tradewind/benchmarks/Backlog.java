package io.tradewind.benchmarks;

import java.util.ArrayList;
import java.util.List;

/**
 * Open orders at each second of the measured window. In an open loop, a system that cannot keep up
 * shows it here first: the backlog grows for as long as the load lasts.
 */
final class Backlog {

  /**
   * The difference between the first and the last third that jitter alone may cause, as seconds of
   * the rate.
   */
  private static final double JITTER_SECONDS = 0.25;

  private final List<Integer> seconds = new ArrayList<>();

  void sample(int open) {
    seconds.add(open);
  }

  List<Integer> seconds() {
    return List.copyOf(seconds);
  }

  /**
   * Whether the last third has no more open orders than the first, within a quarter second's
   * orders.
   */
  boolean flat(double rate) {
    int third = seconds.size() / 3;
    if (third == 0) {
      return true;
    }
    double first = mean(seconds.subList(0, third));
    double last = mean(seconds.subList(seconds.size() - third, seconds.size()));
    return last - first <= JITTER_SECONDS * rate;
  }

  private static double mean(List<Integer> numbers) {
    return numbers.stream().mapToInt(Integer::intValue).average().orElse(0);
  }
}
