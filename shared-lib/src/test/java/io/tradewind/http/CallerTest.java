package io.tradewind.http;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonString;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.junit.jupiter.api.Test;

class CallerTest {

  /**
   * @param claims as the container gives them: what MicroProfile JWT does not know is JSON
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

  /** A text in JSON. */
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

    assertThat(new Caller(token, "groups").is(Roles.STAFF)).isTrue();
    assertThat(new Caller(token, "groups").is(Roles.OPERATOR)).isFalse();
    assertThat(new Caller(token, "roles").is(Roles.OPERATOR)).isTrue();
    assertThat(new Caller(token, "roles").is(Roles.STAFF)).isFalse();
    assertThat(new Caller(token, "none").is(Roles.STAFF)).isFalse();
  }

  @Test
  void anAdminHasEveryRoleAndNobodyElseIsAdmin() {
    Token admin = new Token(Map.of("groups", Set.of("admin")));
    Token staff = new Token(Map.of("groups", Set.of("staff")));

    assertThat(new Caller(admin, "groups").is(Roles.STAFF)).isTrue();
    assertThat(new Caller(admin, "groups").is(Roles.ADMIN)).isTrue();
    assertThat(new Caller(staff, "groups").is(Roles.ADMIN)).isFalse();
  }
}
