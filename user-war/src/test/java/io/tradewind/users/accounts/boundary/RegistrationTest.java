package io.tradewind.users.accounts.boundary;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradewind.users.accounts.entity.ContactRules;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RegistrationTest {

  @ParameterizedTest
  @ValueSource(strings = {"a@b.c", "x.y+z@sub.example.org", "ä@ö.de"})
  void aValidEmailAddressIsAccepted(String email) {
    assertThat(email).matches(ContactRules.EMAIL);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a", "a@b", "a@b.", "a@.b", "@b.c", "a@b..c", "a b@c.d", "a@b@c.d"})
  void anInvalidTextIsRefused(String email) {
    assertThat(email).doesNotMatch(ContactRules.EMAIL);
  }

  @Test
  void aVeryLongOneCostsNoStack() {
    assertThat("a@a" + ".a".repeat(120_000)).matches(ContactRules.EMAIL);
  }
}
