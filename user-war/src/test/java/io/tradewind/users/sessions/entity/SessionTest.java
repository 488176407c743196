package io.tradewind.users.sessions.entity;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradewind.users.sessions.entity.Session.Presentation;
import io.tradewind.users.sessions.entity.Session.Revocation;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class SessionTest {

  private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");
  private static final Duration IDLE = Duration.ofDays(14);

  private final Session session =
      new Session(UUID.randomUUID(), UUID.randomUUID(), NOW, Duration.ofDays(30));

  @Test
  void aTokenWorksOnce() {
    RefreshToken token = session.issue("hash", NOW, IDLE);

    assertThat(session.present(token, NOW)).isEqualTo(Presentation.ACCEPTED);
    assertThat(session.present(token, NOW)).isEqualTo(Presentation.REUSED);
  }

  @Test
  void theSecondUseOfATokenEndsItsWholeFamily() {
    RefreshToken first = session.issue("first", NOW, IDLE);
    session.present(first, NOW);
    RefreshToken second = session.issue("second", NOW, IDLE);

    session.present(first, NOW);

    assertThat(session.revoked()).isTrue();
    assertThat(session.present(second, NOW)).isEqualTo(Presentation.REVOKED);
  }

  @Test
  void aTokenThatRestedTooLongIsExpiredAndEndsNothingElse() {
    RefreshToken token = session.issue("hash", NOW, IDLE);

    assertThat(session.present(token, NOW.plus(IDLE))).isEqualTo(Presentation.EXPIRED);
    assertThat(session.revoked()).isFalse();
  }

  @Test
  void aSessionEndsAbsolutelyHoweverOftenItIsRenewed() {
    Instant late = NOW.plus(Duration.ofDays(29));
    RefreshToken token = session.issue("hash", late, IDLE);

    assertThat(session.present(token, NOW.plus(Duration.ofDays(30))))
        .isEqualTo(Presentation.EXPIRED);
  }

  @Test
  void aRevokedSessionTakesNoToken() {
    RefreshToken token = session.issue("hash", NOW, IDLE);
    session.revoke(Revocation.SIGNED_OUT, NOW);

    assertThat(session.present(token, NOW)).isEqualTo(Presentation.REVOKED);
  }
}
