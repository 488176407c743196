package io.tradewind.users.mail.boundary;

import io.tradewind.scheduling.AvailabilityLog;
import io.tradewind.users.boundary.TransactionRunner;
import io.tradewind.users.mail.control.Mail;
import io.tradewind.users.mail.control.Mail.Letter;
import io.tradewind.users.mail.control.MailedTokens;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.mail.MessagingException;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;

/**
 * Sends the mail that waits. Whoever takes some postpones it first, so that no other replica takes
 * it meanwhile and a crash means a later retry: a mail may come twice, and is never lost while its
 * token is good. The mail server is never waited for inside a transaction.
 */
@ApplicationScoped
public class MailDelivery {

  private static final System.Logger LOG = System.getLogger(MailDelivery.class.getName());
  private static final int AT_ONCE = 20;

  @Inject MailedTokens mailedTokens;
  @Inject Mail mail;
  @Inject TransactionRunner transaction;

  private final AvailabilityLog availability = new AvailabilityLog(LOG);

  public void deliver() {
    Map<UUID, Letter> due = transaction.of(() -> mailedTokens.claimDue(AT_ONCE, Instant.now()));
    due.forEach(this::send);
  }

  /** Whatever is wrong with one letter, those behind it are carried. */
  private void send(UUID id, Letter letter) {
    try {
      mail.send(letter);
      transaction.run(() -> mailedTokens.sent(id, Instant.now()));
      availability.back("mail is taken");
    } catch (MessagingException | RuntimeException refused) {
      // what a mail server says may hold the address
      availability.away("mail is not taken, tried again: " + refused.getClass().getSimpleName());
    }
  }
}
