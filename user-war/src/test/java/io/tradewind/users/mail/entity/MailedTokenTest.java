package io.tradewind.users.mail.entity;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradewind.users.mail.entity.MailedToken.Purpose;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class MailedTokenTest {

  private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");

  private final MailedToken reset =
      new MailedToken(
          UUID.randomUUID(),
          UUID.randomUUID(),
          Purpose.RESET_PASSWORD,
          null,
          "hash",
          new byte[] {1},
          NOW);

  @Test
  void aTokenWorksForItsPurposeOnly() {
    assertThat(reset.good(Purpose.RESET_PASSWORD, NOW)).isTrue();
    assertThat(reset.good(Purpose.VERIFY_EMAIL, NOW)).isFalse();
  }

  @Test
  void aMailedTokenWorksOnce() {
    reset.use(NOW);

    assertThat(reset.good(Purpose.RESET_PASSWORD, NOW)).isFalse();
  }

  @Test
  void aResetLastsHalfAnHour() {
    assertThat(reset.good(Purpose.RESET_PASSWORD, NOW.plus(Duration.ofMinutes(29)))).isTrue();
    assertThat(reset.good(Purpose.RESET_PASSWORD, NOW.plus(Duration.ofMinutes(30)))).isFalse();
  }
}
