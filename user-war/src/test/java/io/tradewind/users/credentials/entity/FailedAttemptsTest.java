package io.tradewind.users.credentials.entity;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class FailedAttemptsTest {

  private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");
  private static final Duration LONGEST = Duration.ofMinutes(15);

  private final FailedAttempts failed = new FailedAttempts("somebody", NOW);

  @Test
  void aFewFailuresCostNothing() {
    fail(3, NOW);

    assertThat(failed.refusedFor(NOW)).isZero();
  }

  @Test
  void eachFailureAfterThatDoublesTheWaitUpToTheLongest() {
    fail(3, NOW);
    for (int seconds = 1; seconds <= 512; seconds *= 2) {
      fail(1, NOW);
      assertThat(failed.refusedFor(NOW)).isEqualTo(Duration.ofSeconds(seconds));
    }
    fail(1000, NOW);
    assertThat(failed.refusedFor(NOW)).isEqualTo(LONGEST);
  }

  @Test
  void oldEntriesAreForgotten() {
    fail(20, NOW);
    Instant later = NOW.plus(FailedAttempts.MEMORY).plusSeconds(1);

    fail(1, later);

    assertThat(failed.refusedFor(later)).isNegative();
  }

  private void fail(int times, Instant now) {
    for (int i = 0; i < times; i++) {
      failed.fail(3, LONGEST, now);
    }
  }
}
