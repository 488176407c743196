package io.tradewind.benchmarks;

import java.util.Arrays;
import java.util.Random;

/** Picks 0..n-1, the k-th with a weight of 1/(k+1)^skew: a few products sell most. */
final class Zipf {

  private final double[] cumulative;

  Zipf(int n, double skew) {
    cumulative = new double[n];
    double sum = 0;
    for (int k = 0; k < n; k++) {
      sum += Math.pow(k + 1.0, -skew);
      cumulative[k] = sum;
    }
    for (int k = 0; k < n; k++) {
      cumulative[k] /= sum;
    }
  }

  int pick(Random random) {
    int found = Arrays.binarySearch(cumulative, random.nextDouble());
    return Math.min(found < 0 ? -found - 1 : found, cumulative.length - 1);
  }
}
