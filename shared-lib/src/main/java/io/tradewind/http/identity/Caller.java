package io.tradewind.http.identity;

import io.tradewind.http.ProblemException;
import io.tradewind.http.ProblemType;
import io.tradewind.values.Ids;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.jwt.JsonWebToken;

/** The caller, from the access token that the container has verified. */
@RequestScoped
public class Caller {

  private final JsonWebToken token;
  private final String rolesClaim;

  protected Caller() {
    this(null, null);
  }

  @Inject
  Caller(JsonWebToken token, @ConfigProperty(name = "JWT_ROLES_CLAIM") String rolesClaim) {
    this.token = token;
    this.rolesClaim = rolesClaim;
  }

  /**
   * The signed-in user.
   *
   * @throws ProblemException 401 when nobody is signed in or the subject is no user id
   */
  public UUID id() {
    return Ids.parse(token.getSubject())
        .orElseThrow(
            () -> new ProblemException(ProblemType.UNAUTHENTICATED, "the token names no user"));
  }

  /** The session of the token; tokens of another issuer have none of ours. */
  public Optional<String> session() {
    return Optional.ofNullable(token.getClaim("sid")).map(Caller::text);
  }

  /** Whether the token's issuer has verified the caller's e-mail address. */
  public boolean hasVerifiedEmail() {
    Object verified = token.getClaim("email_verified");
    return verified == JsonValue.TRUE || Boolean.TRUE.equals(verified);
  }

  /** Whether a role of the caller or one of its groups gives this permission. */
  public boolean may(String permission) {
    return claimed() instanceof Collection<?> words
        && words.stream().map(Caller::text).anyMatch(word -> Roles.gives(word, permission));
  }

  /** The claim of this name, or at this path when the issuer nests it. */
  private Object claimed() {
    Object whole = token.getClaim(rolesClaim);
    if (whole != null || rolesClaim.indexOf('.') < 0) {
      return whole;
    }
    String[] path = rolesClaim.split("\\.");
    Object claim = token.getClaim(path[0]);
    for (int step = 1; step < path.length; step++) {
      claim = claim instanceof Map<?, ?> object ? object.get(path[step]) : null;
    }
    return claim;
  }

  public boolean owns(UUID userId) {
    return id().equals(userId);
  }

  /** MicroProfile JWT returns unknown claims as JSON values. */
  private static String text(Object value) {
    return value instanceof JsonString json ? json.getString() : value.toString();
  }
}
