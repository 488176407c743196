package io.tradewind.users.boundary;

import io.tradewind.users.control.Mail;
import io.tradewind.users.control.Mail.Letter;
import io.tradewind.users.control.MailedTokens;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.inject.Inject;
import jakarta.mail.MessagingException;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * Carries the letters that wait. Whoever takes some puts them off first, so that no other replica
 * takes them meanwhile and a crash means a later try: a letter may come twice, and is never lost
 * while its token is good. The mail server is never waited for inside a transaction.
 */
@ApplicationScoped
class Postman {

  private static final System.Logger LOG = System.getLogger(Postman.class.getName());
  private static final long ROUND_SECONDS = 1;
  private static final int AT_ONCE = 20;

  @Resource ManagedScheduledExecutorService scheduler;

  @Inject MailedTokens mailedTokens;
  @Inject Mail mail;
  @Inject Transaction transaction;

  private ScheduledFuture<?> rounds;
  private boolean away;

  void start(@Observes Startup started) {
    rounds =
        scheduler.scheduleWithFixedDelay(
            this::round, ROUND_SECONDS, ROUND_SECONDS, TimeUnit.SECONDS);
  }

  @PreDestroy
  void stop() {
    if (rounds != null) {
      rounds.cancel(false);
    }
  }

  /** A round that throws would be the last. */
  void round() {
    try {
      Map<UUID, Letter> due = transaction.of(() -> mailedTokens.take(AT_ONCE, Instant.now()));
      due.forEach(this::carry);
    } catch (RuntimeException failed) {
      LOG.log(System.Logger.Level.WARNING, "mail was not looked after, tried again", failed);
    }
  }

  /** Whatever is wrong with one letter, those behind it are carried. */
  private void carry(UUID id, Letter letter) {
    try {
      mail.send(letter);
      transaction.run(() -> mailedTokens.sent(id, Instant.now()));
      say(false, "mail is taken");
    } catch (MessagingException | RuntimeException refused) {
      // what a mail server says may hold the address
      say(true, "mail is not taken, tried again: " + refused.getClass().getSimpleName());
    }
  }

  /** Once per change, not for every letter. */
  private void say(boolean nowAway, String message) {
    if (nowAway != away) {
      LOG.log(nowAway ? System.Logger.Level.WARNING : System.Logger.Level.INFO, message);
    }
    away = nowAway;
  }
}
