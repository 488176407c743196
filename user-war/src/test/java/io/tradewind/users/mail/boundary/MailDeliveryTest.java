package io.tradewind.users.mail.boundary;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradewind.users.boundary.UserTransactions;
import io.tradewind.users.mail.control.Mail;
import io.tradewind.users.mail.control.Mail.Letter;
import io.tradewind.users.mail.control.MailedTokens;
import io.tradewind.users.mail.entity.MailedToken.Purpose;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class MailDeliveryTest {

  private final Map<UUID, Letter> due = new LinkedHashMap<>();
  private final List<UUID> sent = new ArrayList<>();

  @Test
  void aLetterThatCannotBeWrittenHoldsUpNoOther() {
    UUID broken = letter("broken");
    UUID good = letter("good");

    delivery().deliver();

    assertThat(sent).containsExactly(good).doesNotContain(broken);
  }

  private UUID letter(String token) {
    UUID id = UUID.randomUUID();
    due.put(id, new Letter("ann@example.org", Purpose.VERIFY_EMAIL, token));
    return id;
  }

  private MailDelivery delivery() {
    MailDelivery mail = new MailDelivery();
    mail.transactions = new UserTransactions();
    mail.mailedTokens = new Waiting();
    mail.mail = new Picky();
    return mail;
  }

  private final class Waiting extends MailedTokens {
    @Override
    public Map<UUID, Letter> claimDue(int atMost, Instant now) {
      return due;
    }

    @Override
    public void sent(UUID id, Instant now) {
      sent.add(id);
    }
  }

  private static final class Picky extends Mail {
    @Override
    public void send(Letter letter) {
      if (letter.token().equals("broken")) {
        throw new IllegalStateException("cannot be written");
      }
    }
  }
}
