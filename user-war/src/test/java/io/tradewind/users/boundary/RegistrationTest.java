package io.tradewind.users.boundary;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RegistrationTest {

  @ParameterizedTest
  @ValueSource(strings = {"a@b.c", "x.y+z@sub.example.org", "ä@ö.de"})
  void whatLooksLikeAnAddressIsTaken(String email) {
    assertThat(email).matches(Registration.EMAIL);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a", "a@b", "a@b.", "a@.b", "@b.c", "a@b..c", "a b@c.d", "a@b@c.d"})
  void whatDoesNotIsRefused(String email) {
    assertThat(email).doesNotMatch(Registration.EMAIL);
  }

  @Test
  void aVeryLongOneCostsNoStack() {
    assertThat("a@a" + ".a".repeat(120_000)).matches(Registration.EMAIL);
  }
}
