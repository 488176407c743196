package io.tradewind.orders.control;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.LongSupplier;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Admission control: new orders are turned away while more are under way than settle in a few
 * seconds. An order that is accepted now settles after about as long as it takes to settle all that
 * are under way (Little's law), so an accepted order never waits much longer, whatever is slow: a
 * participant, the provider, the broker or the processors.
 *
 * <p>How many settle in a second is measured while orders wait for each other. With little to do it
 * is not known, and what was measured before counts; the assumption at the start lets a burst in.
 *
 * <p>Each replica decides for itself, on figures of them all.
 */
@ApplicationScoped
public class Admission {

  /** What is assumed as long as nothing was measured, in orders a second. */
  static final double ASSUMED = 250;

  /** So many may always be under way: they show how fast orders settle. */
  static final long ALWAYS = 50;

  private static final Duration MEASURED_OVER = Duration.ofSeconds(3);
  private static final Duration FORGOTTEN_WITHIN = Duration.ofMinutes(1);

  /** Whoever is turned away comes again at different times. */
  private static final int COME_AGAIN_SECONDS = 5;

  private final Duration settlesWithin;
  private final LongSupplier ticker;
  private double capacity = ASSUMED;
  private long underWay;
  private long acceptedSince;
  private long sampledAt;
  private boolean sampled;

  /** Needed by the CDI proxy. */
  Admission() {
    this(Duration.ZERO);
  }

  @Inject
  Admission(@ConfigProperty(name = "tradewind.orders.settle-within") Duration settlesWithin) {
    this(settlesWithin, System::nanoTime);
  }

  /**
   * @param ticker monotonic nanoseconds
   */
  Admission(Duration settlesWithin, LongSupplier ticker) {
    this.settlesWithin = settlesWithin;
    this.ticker = ticker;
  }

  /**
   * Asks for admission.
   *
   * @return when to come again, or empty when the order may be placed
   */
  public synchronized Optional<Duration> refusal() {
    if (underWay + acceptedSince < limit()) {
      acceptedSince++;
      return Optional.empty();
    }
    return Optional.of(
        Duration.ofSeconds(1 + ThreadLocalRandom.current().nextInt(COME_AGAIN_SECONDS)));
  }

  /** How many orders may be under way. */
  public synchronized long limit() {
    return Math.max(ALWAYS, Math.round(capacity * settlesWithin.toMillis() / 1000));
  }

  /** How many orders were under way at the last sample. */
  public synchronized long underWay() {
    return underWay;
  }

  /**
   * @param found orders of all replicas that wait for a step before their confirmation, without
   *     those that have waited for so long that they are stuck
   * @param placed orders of all replicas since the last sample, less those that became stuck
   */
  public synchronized void sample(long found, long placed) {
    long now = ticker.getAsLong();
    double seconds = (now - sampledAt) / 1e9;
    if (sampled && seconds > 0) {
      measure(Math.max(0, placed - (found - underWay)) / seconds, seconds, found);
    }
    sampled = true;
    sampledAt = now;
    underWay = found;
    acceptedSince = 0;
  }

  private void measure(double settled, double seconds, long found) {
    boolean busy = Math.min(found, underWay) > limit() / 2;
    if (busy || settled > capacity) {
      capacity += (settled - capacity) * share(seconds, MEASURED_OVER);
    } else {
      capacity += (ASSUMED - capacity) * share(seconds, FORGOTTEN_WITHIN);
    }
  }

  private static double share(double seconds, Duration of) {
    return Math.min(1, seconds * 1000 / of.toMillis());
  }
}
