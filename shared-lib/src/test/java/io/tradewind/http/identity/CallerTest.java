package io.tradewind.http.identity;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.junit.jupiter.api.Test;

class CallerTest {

  /**
   * @param claims as the container supplies them: claims that MicroProfile JWT does not know are
   *     JSON
   */
  private record Token(Map<String, Object> claims) implements JsonWebToken {

    @Override
    public String getName() {
      return null;
    }

    @Override
    public Set<String> getClaimNames() {
      return claims.keySet();
    }

    @Override
    @SuppressWarnings("unchecked")
    public <T> T getClaim(String name) {
      return (T) claims.get(name);
    }
  }

  /** A JSON string. */
  private record Word(String getString) implements JsonString {

    @Override
    public CharSequence getChars() {
      return getString;
    }

    @Override
    public ValueType getValueType() {
      return ValueType.STRING;
    }
  }

  @Test
  void theRolesAreThoseOfTheClaimThatIsSet() {
    Token token =
        new Token(Map.of("groups", Set.of("staff"), "roles", List.of(new Word("operator"))));

    assertThat(new Caller(token, "groups").may(Permissions.FULFIL_ORDERS)).isTrue();
    assertThat(new Caller(token, "groups").may(Permissions.REPAIR)).isFalse();
    assertThat(new Caller(token, "roles").may(Permissions.REPAIR)).isTrue();
    assertThat(new Caller(token, "roles").may(Permissions.FULFIL_ORDERS)).isFalse();
    assertThat(new Caller(token, "none").may(Permissions.OWN_ACCOUNT)).isFalse();
  }

  @Test
  void theRolesMayBeNested() {
    Token token =
        new Token(
            Map.of(
                "realm_access",
                Map.of("roles", List.of(new Word("staff"))),
                "https://shop.example/roles",
                List.of(new Word("operator"))));

    assertThat(new Caller(token, "realm_access.roles").may(Permissions.FULFIL_ORDERS)).isTrue();
    assertThat(new Caller(token, "https://shop.example/roles").may(Permissions.REPAIR)).isTrue();
    assertThat(new Caller(token, "realm_access.none").may(Permissions.OWN_ACCOUNT)).isFalse();
    assertThat(new Caller(token, "realm_access.roles.x").may(Permissions.OWN_ACCOUNT)).isFalse();
    assertThat(new Caller(token, "none.at.all").may(Permissions.OWN_ACCOUNT)).isFalse();
  }

  @Test
  void aGroupGivesAPermissionBesideTheRole() {
    Token packer = new Token(Map.of("groups", Set.of("customer", "orders.fulfil", "orders")));

    assertThat(new Caller(packer, "groups").may(Permissions.FULFIL_ORDERS)).isTrue();
    assertThat(new Caller(packer, "groups").may(Permissions.PLACE_ORDERS)).isTrue();
    assertThat(new Caller(packer, "groups").may(Permissions.ORDERS_OF_EVERYBODY)).isFalse();
  }

  @Test
  void anAdminMayDoAllAndNobodyElseSaysWhatOthersMay() {
    Token admin = new Token(Map.of("groups", Set.of("admin")));

    assertThat(Permissions.all()).allMatch(new Caller(admin, "groups")::may);
    assertThat(Roles.madeOf(Permissions.CHANGE_ACCOUNTS)).containsExactly(Roles.ADMIN);
  }

  @Test
  void anAddressIsVerifiedWhenTheTokenSaysSoAndByNothingElse() {
    assertThat(verified(Map.of("email_verified", true))).isTrue();
    assertThat(verified(Map.of("email_verified", JsonValue.TRUE))).isTrue();
    assertThat(verified(Map.of("email_verified", JsonValue.FALSE))).isFalse();
    assertThat(verified(Map.of("email_verified", "true"))).isFalse();
    assertThat(verified(Map.of("email_verified", new Word("true")))).isFalse();
    assertThat(verified(Map.of("email", "ann@example.org"))).isFalse();
  }

  private static boolean verified(Map<String, Object> claims) {
    return new Caller(new Token(claims), "groups").hasVerifiedEmail();
  }
}
