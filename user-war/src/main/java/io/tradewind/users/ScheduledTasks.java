package io.tradewind.users;

import io.tradewind.scheduling.Scheduler;
import io.tradewind.users.accounts.boundary.FirstAdmin;
import io.tradewind.users.boundary.UserTransactions;
import io.tradewind.users.credentials.control.Throttle;
import io.tradewind.users.keys.boundary.CachedKeyRing;
import io.tradewind.users.mail.boundary.MailDelivery;
import io.tradewind.users.mail.control.MailedTokens;
import io.tradewind.users.sessions.control.Sessions;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;

/**
 * The scheduled tasks of this service: the first admin, the signing keys, and expired rows. Every
 * task may run on several replicas at once.
 */
@ApplicationScoped
class ScheduledTasks {

  private static final Duration A_SECOND = Duration.ofSeconds(1);
  private static final Duration ROUND = Duration.ofSeconds(10);
  private static final Duration SWEEP = Duration.ofHours(1);

  /** Ended rows are kept for this long, for investigations. */
  private static final Duration KEPT = Duration.ofDays(7);

  /** A network without a sign-in for this long is unknown again. */
  private static final Duration PLACES_KEPT = Duration.ofDays(90);

  @Inject CachedKeyRing keyRing;
  @Inject FirstAdmin firstAdmin;
  @Inject MailDelivery mail;
  @Inject UserTransactions transactions;
  @Inject Sessions sessions;
  @Inject MailedTokens mailedTokens;
  @Inject Throttle throttle;

  void start(@Observes Startup started, Scheduler scheduler) {
    scheduler.every("signing-keys", Duration.ZERO, ROUND, () -> keyRing.tend(Instant.now()));
    scheduler.every("mail", A_SECOND, mail::deliver);
    scheduler.every("first-admin", Duration.ZERO, ROUND, firstAdmin::ensure);
    scheduler.every("ended-rows", Duration.ZERO, SWEEP, this::sweep);
  }

  private void sweep() {
    Instant now = Instant.now();
    transactions.of(
        () ->
            sessions.forgetThoseEndedBefore(now.minus(KEPT))
                + throttle.forgetThoseEndedBefore(now.minus(PLACES_KEPT), now)
                + mailedTokens.forgetThoseEndedBefore(now.minus(KEPT)));
  }
}
