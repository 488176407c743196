package io.tradewind.benchmarks;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;

/**
 * The result of a run; the JSON report is this record as it is.
 *
 * @param counts whether the books balanced and everything sent was confirmed: the figures of a run
 *     that does not count are worthless
 * @param books the results of the checks of the databases and of the provider's ledger
 * @param sentAgainPerSecond messages per second of a refill
 * @param cpuSecondsPerThousand CPU seconds for 1,000 confirmed orders, by process
 * @param peakMegabytes proportional set size, by process
 */
record Result(
    boolean counts,
    String books,
    String startedAt,
    Settings settings,
    Machine machine,
    String libertyFlags,
    Throughput throughput,
    SignedIn signedIn,
    double sentAgainPerSecond,
    Map<String, Percentiles> latencyMillis,
    List<Integer> backlog,
    boolean backlogFlat,
    Map<String, Double> cpuSecondsPerThousand,
    double coresBusy,
    Database database,
    Map<String, Long> peakMegabytes,
    long peakMegabytesInAll,
    List<Stage> stages) {

  /**
   * @param offered orders sent in the measured window
   * @param confirmed frames received in it
   * @param turnedAway requests in the whole run that were answered with 503 and Retry-After
   * @param failed requests in the whole run that were answered with anything else than 202, or not
   * @param open orders without any result until the end
   * @param socketsEnded sockets that ended before the end, and were opened again
   */
  record Throughput(
      int offered,
      int confirmed,
      double confirmedPerSecond,
      int turnedAway,
      int failed,
      Map<String, Integer> failures,
      int open,
      Map<String, Integer> socketsEnded) {}

  /** Sign-ins that were answered with tokens, and other sign-ins. */
  record SignedIn(int good, int bad) {}

  record Percentiles(double p50, double p90, double p99, double p999, double max) {

    static Percentiles of(Histogram histogram) {
      return new Percentiles(
          Latencies.millis(histogram.getValueAtPercentile(50)),
          Latencies.millis(histogram.getValueAtPercentile(90)),
          Latencies.millis(histogram.getValueAtPercentile(99)),
          Latencies.millis(histogram.getValueAtPercentile(99.9)),
          Latencies.millis(histogram.getMaxValue()));
    }
  }

  /** Per confirmed order, from PostgreSQL's own counters. */
  record Database(double commits, double fsyncs, double walBytes, double walRecords) {

    static Database of(DatabaseMeter used, int orders) {
      double each = Math.max(1, orders);
      return new Database(
          used.commits() / each,
          used.fsyncs() / each,
          used.walBytes() / each,
          used.walRecords() / each);
    }
  }

  static Map<String, Double> perThousand(Map<String, Double> seconds, int orders) {
    Map<String, Double> each = new TreeMap<>();
    seconds.forEach((role, used) -> each.put(role, used * 1000 / Math.max(1, orders)));
    return each;
  }
}
