package io.tradewind.scheduling;

import java.time.Duration;
import java.util.function.DoubleSupplier;

/**
 * How long to wait for more before the next batch. A transaction costs about as much for thirty
 * messages as for one, so an idle machine buys speed by not waiting, and a busy one buys room by
 * waiting: not at all while two fifths of the processors are free, little while one fifth is, and
 * the whole time when nearly none is.
 */
public final class AdaptiveLinger {

  /** Shares of the machine's processors: below the first nothing waits, above the second all do. */
  private static final double EASY = 0.6;

  private static final double FULL = 0.9;

  private final Duration longest;
  private final DoubleSupplier load;

  AdaptiveLinger(Duration longest, DoubleSupplier load) {
    this.longest = longest;
    this.load = load;
  }

  /**
   * @param longest the wait on a machine that has nothing to spare
   */
  public static AdaptiveLinger upTo(Duration longest) {
    return new AdaptiveLinger(longest, ProcessorLoad::current);
  }

  /** The wait that fits the machine's load of this moment; zero to the longest. */
  public Duration now() {
    double share = (load.getAsDouble() - EASY) / (FULL - EASY);
    double within = Math.max(0, Math.min(1, share));
    return Duration.ofNanos((long) (longest.toNanos() * within * within));
  }

  /** Waits that long, on the calling thread. */
  public void pause() throws InterruptedException {
    Duration pause = now();
    if (!pause.isZero()) {
      Thread.sleep(pause.toMillis(), pause.toNanosPart() % 1_000_000);
    }
  }
}
