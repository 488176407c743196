package io.tradewind.http.idempotency;

import io.tradewind.scheduling.Scheduler;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.inject.Inject;
import java.time.Duration;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Deletes answers that are too old to be requested again. Every replica may do it: each statement
 * deletes what is left, one portion at a time, so that no lock is held long.
 */
@ApplicationScoped
class StoredAnswersRetention {

  private static final int PORTION = 5_000;

  /** Portions in a run, so that a backlog does not look like a hang: over 800 answers a second. */
  private static final int AT_MOST = 100;

  private static final Duration PAUSE = Duration.ofMinutes(10);

  @Inject StoredAnswers answers;

  @Inject
  @ConfigProperty(name = "tradewind.idempotency.keep")
  Duration kept;

  void start(@Observes Startup started, Scheduler scheduler) {
    scheduler.every("old-answers", PAUSE, this::forget);
  }

  private void forget() {
    int portions = 0;
    while (portions < AT_MOST && answers.forget(kept, PORTION) == PORTION) {
      portions++;
    }
  }
}
