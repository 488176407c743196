package io.tradewind.users.boundary;

import io.tradewind.users.control.MailedTokens;
import io.tradewind.users.control.Sessions;
import io.tradewind.users.control.Throttle;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * Looks after what no request looks after: the first admin, the signing keys, and rows that have
 * outlived their use. Every step may run on several replicas at once and may fail when the database
 * is away; the next round tries again.
 */
@ApplicationScoped
class Caretaker {

  private static final System.Logger LOG = System.getLogger(Caretaker.class.getName());
  private static final Duration ROUND = Duration.ofSeconds(10);
  private static final Duration SWEEP = Duration.ofHours(1);

  /** Ended rows are kept a while for whoever asks what happened. */
  private static final Duration KEPT = Duration.ofDays(7);

  /** A place where nobody signed in for so long is as strange as any other. */
  private static final Duration PLACES_KEPT = Duration.ofDays(90);

  @Resource ManagedScheduledExecutorService scheduler;

  @Inject Keys keys;
  @Inject FirstAdmin firstAdmin;
  @Inject Transaction transaction;
  @Inject Sessions sessions;
  @Inject MailedTokens mailedTokens;
  @Inject Throttle throttle;

  private ScheduledFuture<?> rounds;
  private Instant nextSweep = Instant.EPOCH;

  void start(@Observes Startup started) {
    rounds =
        scheduler.scheduleWithFixedDelay(this::round, 0, ROUND.toMillis(), TimeUnit.MILLISECONDS);
  }

  @PreDestroy
  void stop() {
    if (rounds != null) {
      rounds.cancel(false);
    }
  }

  private void round() {
    Instant now = Instant.now();
    step("signing keys", () -> keys.tend(now));
    step("first admin", firstAdmin::ensure);
    if (!now.isBefore(nextSweep)) {
      step("sweep", () -> sweep(now));
    }
  }

  private void sweep(Instant now) {
    transaction.of(
        () ->
            sessions.forgetThoseEndedBefore(now.minus(KEPT))
                + throttle.forgetThoseEndedBefore(now.minus(PLACES_KEPT), now)
                + mailedTokens.forgetThoseEndedBefore(now.minus(KEPT)));
    nextSweep = now.plus(SWEEP);
  }

  /** A step that throws would end the rounds for good. */
  private static void step(String name, Runnable step) {
    try {
      step.run();
    } catch (RuntimeException failed) {
      LOG.log(System.Logger.Level.WARNING, "caretaker: " + name + " failed, tried again", failed);
    }
  }
}
