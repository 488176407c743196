package io.tradewind.http;

import io.tradewind.scheduling.Scheduler;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Forgets answers that no retry will ask for any more. Every replica may do it: each statement
 * deletes what is still there, a portion at a time, so that no lock is held long.
 */
@ApplicationScoped
class AnswerHousekeeping {

  private static final Logger LOG = System.getLogger(AnswerHousekeeping.class.getName());
  private static final int PORTION = 5_000;
  private static final Duration PAUSE = Duration.ofMinutes(10);

  private final StoredAnswers answers;
  private final Duration kept;

  /** For the proxy alone. */
  AnswerHousekeeping() {
    this(null, 0);
  }

  @Inject
  AnswerHousekeeping(
      StoredAnswers answers,
      @ConfigProperty(name = "tradewind.idempotency.hours", defaultValue = "24") int hours) {
    this.answers = answers;
    this.kept = Duration.ofHours(hours);
  }

  void start(@Observes @Initialized(ApplicationScoped.class) Object started, Scheduler scheduler) {
    scheduler.every("old-answers", PAUSE, this::forget);
  }

  private void forget() {
    while (answers.forget(kept, PORTION) == PORTION) {
      LOG.log(Level.DEBUG, "Another portion of old answers is forgotten");
    }
  }
}
