package io.tradewind.users.accounts.entity;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class AccountTest {

  private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");

  private final Account account =
      Account.opened(UUID.randomUUID(), "Ann@Example.org", "+4915112345678", "Ann", "hash", NOW);

  @Test
  void registrationMakesACustomerAndNothingMore() {
    assertThat(account.roles()).containsExactly(Role.CUSTOMER);
    assertThat(account.emailVerified()).isFalse();
  }

  @Test
  void anAddressIsKeptAsTypedAndComparedWithoutCase() {
    assertThat(account.email()).isEqualTo("Ann@Example.org");
    assertThat(account.hasEmail("ANN@example.ORG")).isTrue();
  }

  @Test
  void erasingLeavesTheIdAndNothingThatNamesThePerson() {
    UUID id = account.id();

    account.erase(NOW);

    assertThat(account.id()).isEqualTo(id);
    assertThat(account.erased()).isTrue();
    assertThat(account.active()).isFalse();
    assertThat(account.roles()).isEmpty();
    assertThat(account)
        .hasAllNullFieldsOrPropertiesExcept(
            "id", "active", "roles", "groups", "createdAt", "changedAt", "erasedAt", "version");
  }

  @Test
  void grantedRolesReplaceTheOldOnes() {
    account.grant(Set.of(Role.STAFF), NOW);

    assertThat(account.roles()).containsExactly(Role.STAFF);
  }
}
