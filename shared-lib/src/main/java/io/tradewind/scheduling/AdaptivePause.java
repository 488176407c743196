package io.tradewind.scheduling;

import java.time.Duration;
import java.util.function.DoubleSupplier;

/**
 * How long work that can wait leaves the processors to other work: not at all while two fifths of
 * them are free, little while one fifth is, and the full time when nearly none is.
 */
public final class AdaptivePause {

  /** Processor load: no pause below the first, the longest above the second. */
  private static final double EASY = 0.6;

  private static final double FULL = 0.9;

  private final Duration longest;
  private final DoubleSupplier load;

  AdaptivePause(Duration longest, DoubleSupplier load) {
    this.longest = longest;
    this.load = load;
  }

  /**
   * @param longest the pause on a fully loaded machine
   */
  public static AdaptivePause upTo(Duration longest) {
    return new AdaptivePause(longest, ProcessorLoad::current);
  }

  /** The pause at the current load; zero to the longest. */
  public Duration now() {
    double share = (load.getAsDouble() - EASY) / (FULL - EASY);
    double within = Math.max(0, Math.min(1, share));
    return Duration.ofNanos((long) (longest.toNanos() * within * within));
  }
}
