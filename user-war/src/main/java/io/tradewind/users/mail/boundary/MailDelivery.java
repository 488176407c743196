package io.tradewind.users.mail.boundary;

import io.tradewind.scheduling.ConnectivityLog;
import io.tradewind.users.boundary.UserTransactions;
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
 * Sends waiting mails. Whoever claims some postpones them first, so that no other replica claims
 * them meanwhile and a crash only means a later retry: a mail may be sent twice, and is never lost
 * while its token is valid. No transaction waits for the mail server.
 */
@ApplicationScoped
public class MailDelivery {

  private static final System.Logger LOG = System.getLogger(MailDelivery.class.getName());
  private static final int AT_ONCE = 20;

  @Inject MailedTokens mailedTokens;
  @Inject Mail mail;
  @Inject UserTransactions transactions;

  private final ConnectivityLog availability = new ConnectivityLog(LOG);

  public void deliver() {
    Map<UUID, Letter> due = transactions.of(() -> mailedTokens.claimDue(AT_ONCE, Instant.now()));
    due.forEach(this::send);
  }

  /** A failing mail does not block those behind it. */
  private void send(UUID id, Letter letter) {
    try {
      mail.send(letter);
      transactions.run(() -> mailedTokens.sent(id, Instant.now()));
      availability.back("mail is taken");
    } catch (MessagingException | RuntimeException refused) {
      // the mail server's message may contain the address
      availability.away("mail is not taken, tried again: " + refused.getClass().getSimpleName());
    }
  }
}
