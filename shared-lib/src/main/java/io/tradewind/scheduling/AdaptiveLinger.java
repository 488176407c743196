package io.tradewind.scheduling;

import java.time.Duration;
import java.util.function.DoubleSupplier;

/**
 * How long to wait for more messages before the next batch. A transaction costs about as much for
 * thirty messages as for one. An idle machine therefore does not wait, for low latency, and a busy
 * one waits, for throughput: not at all while two fifths of the processors are free, little while
 * one fifth is, and the full time when nearly none is.
 */
public final class AdaptiveLinger {

  /** Processor load: no wait below the first, the longest wait above the second. */
  private static final double EASY = 0.6;

  private static final double FULL = 0.9;

  private final Duration longest;
  private final DoubleSupplier load;

  AdaptiveLinger(Duration longest, DoubleSupplier load) {
    this.longest = longest;
    this.load = load;
  }

  /**
   * @param longest the wait on a fully loaded machine
   */
  public static AdaptiveLinger upTo(Duration longest) {
    return new AdaptiveLinger(longest, ProcessorLoad::current);
  }

  /** The wait for the current load; zero to the longest. */
  public Duration now() {
    double share = (load.getAsDouble() - EASY) / (FULL - EASY);
    double within = Math.max(0, Math.min(1, share));
    return Duration.ofNanos((long) (longest.toNanos() * within * within));
  }

  /** Waits that long on the calling thread. */
  public void pause() throws InterruptedException {
    Duration pause = now();
    if (!pause.isZero()) {
      Thread.sleep(pause.toMillis(), pause.toNanosPart() % 1_000_000);
    }
  }
}
