package io.tradewind.users.keys.entity;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class SigningKeyTest {

  private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");

  private final SigningKey key =
      new SigningKey(
          "key-1",
          "public",
          new byte[] {1},
          NOW,
          NOW.plus(Duration.ofHours(1)),
          Duration.ofDays(30),
          Duration.ofMinutes(30));

  @Test
  void aKeyIsPublishedBeforeItSigns() {
    assertThat(key.publishedAt(NOW)).isTrue();
    assertThat(key.signsAt(NOW)).isFalse();
    assertThat(key.signsAt(key.signsFrom())).isTrue();
  }

  @Test
  void aKeyIsPublishedUntilTheLastTokenItSignedHasEnded() {
    Instant retired = key.signsUntil();

    assertThat(key.signsAt(retired)).isFalse();
    assertThat(key.publishedAt(retired.plus(Duration.ofMinutes(10)))).isTrue();
    assertThat(key.publishedAt(retired.plus(Duration.ofMinutes(30)))).isFalse();
  }
}
