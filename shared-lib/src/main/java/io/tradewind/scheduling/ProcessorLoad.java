package io.tradewind.scheduling;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;

/**
 * The load of the processors that this process may use: those of its container, or of the whole
 * machine. Smoothed over about a second, so that one long batch does not look like load.
 */
final class ProcessorLoad {

  private static final OperatingSystemMXBean SYSTEM =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
  private static final long BETWEEN_SAMPLES = TimeUnit.MILLISECONDS.toNanos(250);
  private static final double WEIGHT_OF_NEWEST = 0.3;

  private static long nextSample = System.nanoTime();
  private static double smoothed;

  private ProcessorLoad() {}

  /** 0 to 1. */
  static synchronized double current() {
    long now = System.nanoTime();
    if (now - nextSample >= 0) {
      nextSample = now + BETWEEN_SAMPLES;
      double newest = SYSTEM.getCpuLoad();
      // Negative or NaN: unknown.
      if (newest >= 0) {
        smoothed += WEIGHT_OF_NEWEST * (newest - smoothed);
      }
    }
    return smoothed;
  }
}
