package io.tradewind.messaging.kafka;

import java.time.Duration;
import java.util.Map;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;

/**
 * Whether any broker talks to a producer. A reachable broker answers every request for metadata and
 * every delivery, even if only with an error.
 */
final class Contact {

  private static final String RECEIVED = "incoming-byte-total";
  private static final String GROUP = "producer-metrics";

  /** Longer than the producer's pause between two tries, 1 s. */
  private static final long LATELY_NANOS = Duration.ofSeconds(2).toNanos();

  private final Metric received;
  private Object lastReceived = 0.0;
  private long heardAt = System.nanoTime() - LATELY_NANOS;

  Contact(Map<MetricName, ? extends Metric> metrics) {
    this.received =
        metrics.entrySet().stream()
            .filter(one -> one.getKey().name().equals(RECEIVED))
            .filter(one -> one.getKey().group().equals(GROUP))
            .map(Map.Entry::getValue)
            .findFirst()
            .orElseThrow();
  }

  /** Call it often: bytes received between two calls count as received at the second. */
  synchronized boolean lately() {
    Object now = received.metricValue();
    if (!now.equals(lastReceived)) {
      lastReceived = now;
      heardAt = System.nanoTime();
    }
    return System.nanoTime() - heardAt < LATELY_NANOS;
  }
}
