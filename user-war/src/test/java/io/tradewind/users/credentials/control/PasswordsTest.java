package io.tradewind.users.credentials.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class PasswordsTest {

  private final Passwords passwords = new Passwords(1000);

  @Test
  void theRightPasswordOpensAndAnotherDoesNot() {
    Optional<String> hash = Optional.of(passwords.hash("correct horse"));

    assertThat(passwords.matches(hash, "correct horse")).isTrue();
    assertThat(passwords.matches(hash, "correct horsE")).isFalse();
  }

  @Test
  void anUnknownAccountHasNoPassword() {
    assertThat(passwords.matches(Optional.empty(), "correct horse")).isFalse();
  }

  /** Measures processor time, to which other work on the machine adds nothing. */
  @Test
  void anUnknownAccountCostsAsMuchComputation() {
    Passwords costly = new Passwords(100_000);
    Optional<String> hash = Optional.of(costly.hash("correct horse"));
    List<Long> known = new ArrayList<>();
    List<Long> unknown = new ArrayList<>();
    for (int i = 0; i < 9; i++) {
      known.add(nanosToRefuse(costly, hash));
      unknown.add(nanosToRefuse(costly, Optional.empty()));
    }

    assertThat(median(unknown)).isBetween(median(known) / 2, median(known) * 2);
  }

  private static long nanosToRefuse(Passwords passwords, Optional<String> hash) {
    ThreadMXBean processor = ManagementFactory.getThreadMXBean();
    long begun = processor.getCurrentThreadCpuTime();
    assertThat(passwords.matches(hash, "another one")).isFalse();
    return processor.getCurrentThreadCpuTime() - begun;
  }

  private static long median(List<Long> samples) {
    return samples.stream().sorted().toList().get(samples.size() / 2);
  }

  @Test
  void aHashNamesItsParametersAndHasItsOwnSalt() {
    String first = passwords.hash("correct horse");

    assertThat(first)
        .matches("pbkdf2-sha256\\$1000\\$[A-Za-z0-9+/]{22}\\$[A-Za-z0-9+/]{43}")
        .isNotEqualTo(passwords.hash("correct horse"));
  }

  @Test
  void anOldHashStillOpensAndIsKnownToBeTooWeak() {
    String old = new Passwords(500).hash("correct horse");

    assertThat(passwords.matches(Optional.of(old), "correct horse")).isTrue();
    assertThat(passwords.outdated(old)).isTrue();
    assertThat(passwords.outdated(passwords.hash("correct horse"))).isFalse();
  }

  @Test
  void productionHashesWithWhatOwaspAsksFor() throws IOException {
    Properties settings = new Properties();
    try (InputStream file =
        Passwords.class.getResourceAsStream("/META-INF/microprofile-config.properties")) {
      settings.load(file);
    }

    assertThat(settings.getProperty("tradewind.passwords.iterations")).isEqualTo("600000");
  }
}
