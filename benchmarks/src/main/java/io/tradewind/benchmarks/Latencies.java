package io.tradewind.benchmarks;

import java.util.function.IntPredicate;
import org.HdrHistogram.Histogram;

/**
 * The latencies of the measured window as histograms, in microseconds.
 *
 * @param confirmed from the planned send time to the frame that confirms the order
 * @param accepted from the planned send time to the answer of the POST
 * @param turnedAway from the planned send time to the request to come again later
 * @param lateness of the generator itself: from the planned to the actual send time
 */
record Latencies(
    Histogram confirmed, Histogram accepted, Histogram turnedAway, Histogram lateness) {

  private static final long HIGHEST_MICROS = 600_000_000;
  private static final int DIGITS = 3;

  static Latencies of(Recorder recorder, Arrivals arrivals) {
    return of(recorder, arrivals, order -> true);
  }

  /**
   * @param which selects orders by their number in the schedule
   */
  static Latencies of(Recorder recorder, Arrivals arrivals, IntPredicate which) {
    Latencies all = new Latencies(histogram(), histogram(), histogram(), histogram());
    for (int order = arrivals.measuredFrom(); order < arrivals.count(); order++) {
      if (!which.test(order)) {
        continue;
      }
      long intended = recorder.intendedAt(order);
      record(all.lateness, intended, recorder.sentAt(order));
      record(all.accepted, intended, recorder.answeredAt(order));
      record(all.turnedAway, intended, recorder.turnedAwayAt(order));
      record(all.confirmed, intended, recorder.confirmedAt(order));
    }
    return all;
  }

  static double millis(long micros) {
    return micros / 1000.0;
  }

  private static Histogram histogram() {
    return new Histogram(HIGHEST_MICROS, DIGITS);
  }

  private static void record(Histogram histogram, long from, long to) {
    if (to != 0) {
      histogram.recordValue(Math.min(Math.max(0, to - from) / 1000, HIGHEST_MICROS));
    }
  }
}
