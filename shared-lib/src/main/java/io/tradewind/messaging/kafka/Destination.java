package io.tradewind.messaging.kafka;

import io.tradewind.messaging.DestinationUnavailable;
import java.time.Duration;

/**
 * A partition, or a topic with unknown partitions. After a failure it refuses messages, except for
 * an occasional probe.
 */
final class Destination {

  private static final System.Logger LOG = System.getLogger(Destination.class.getName());

  private static final long REST_NANOS = Duration.ofMillis(500).toNanos();

  /** With messages under way and no answer for this long, it accepts no more. */
  private static final long STALLED_NANOS = Duration.ofSeconds(2).toNanos();

  private final String name;
  private String reason;
  private long nextProbe;
  private int unanswered;
  private long lastAnswer;

  Destination(String name) {
    this.name = name;
  }

  synchronized boolean rests() {
    return reason != null;
  }

  /**
   * @throws DestinationUnavailable after a failure, until a probe is due
   */
  synchronized void admit() {
    if (reason != null) {
      if (System.nanoTime() - nextProbe < 0) {
        throw refusal(null);
      }
      nextProbe = System.nanoTime() + REST_NANOS;
    }
  }

  synchronized boolean stalled() {
    return unanswered > 0 && System.nanoTime() - lastAnswer > STALLED_NANOS;
  }

  synchronized void sent() {
    if (unanswered == 0) {
      lastAnswer = System.nanoTime();
    }
    unanswered++;
  }

  synchronized void answered() {
    unanswered--;
    lastAnswer = System.nanoTime();
  }

  synchronized void works() {
    if (reason != null) {
      LOG.log(System.Logger.Level.INFO, "{0} takes messages again", name);
      reason = null;
    }
  }

  synchronized DestinationUnavailable fails(String newReason, Throwable cause) {
    if (reason == null) {
      LOG.log(System.Logger.Level.WARNING, "{0} takes no messages: {1}", name, newReason);
    }
    reason = newReason;
    nextProbe = System.nanoTime() + REST_NANOS;
    return refusal(cause);
  }

  private DestinationUnavailable refusal(Throwable cause) {
    return new DestinationUnavailable(name, name + ": " + reason, cause);
  }
}
