package io.tradewind.users.mail.boundary;

import io.tradewind.scheduling.Scheduler;
import io.tradewind.users.boundary.Transaction;
import io.tradewind.users.mail.control.Mail;
import io.tradewind.users.mail.control.Mail.Letter;
import io.tradewind.users.mail.control.MailedTokens;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.inject.Inject;
import jakarta.mail.MessagingException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;

/**
 * Carries the letters that wait. Whoever takes some puts them off first, so that no other replica
 * takes them meanwhile and a crash means a later try: a letter may come twice, and is never lost
 * while its token is good. The mail server is never waited for inside a transaction.
 */
@ApplicationScoped
class MailDelivery {

  private static final System.Logger LOG = System.getLogger(MailDelivery.class.getName());
  private static final Duration ROUND = Duration.ofSeconds(1);
  private static final int AT_ONCE = 20;

  @Inject MailedTokens mailedTokens;
  @Inject Mail mail;
  @Inject Transaction transaction;

  private boolean away;

  void start(@Observes Startup started, Scheduler scheduler) {
    scheduler.every("mail", ROUND, this::round);
  }

  void round() {
    Map<UUID, Letter> due = transaction.of(() -> mailedTokens.take(AT_ONCE, Instant.now()));
    due.forEach(this::carry);
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
