package io.tradewind.http;

import io.tradewind.values.Ids;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.eclipse.microprofile.jwt.JsonWebToken;

/** Who is calling, by the access token that the container has verified. */
@RequestScoped
public class Caller {

  private final JsonWebToken token;

  protected Caller() {
    this(null);
  }

  @Inject
  Caller(JsonWebToken token) {
    this.token = token;
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

  /** The sign-in that the token came from; another issuer's token names none of ours. */
  public Optional<String> session() {
    // MicroProfile JWT gives a claim that it does not know as a JSON value
    Object sid = token.getClaim("sid");
    return Optional.ofNullable(sid instanceof JsonString json ? json.getString() : sid)
        .map(Object::toString);
  }

  /** Whether the issuer of the token knows that the caller's e-mail address is theirs. */
  public boolean hasVerifiedEmail() {
    Object verified = token.getClaim("email_verified");
    return verified == JsonValue.TRUE || Boolean.TRUE.equals(verified);
  }

  /** Whether the caller has the role; an admin has every role. */
  public boolean is(String role) {
    Set<String> groups = token.getGroups();
    return groups != null && (groups.contains(role) || groups.contains(Roles.ADMIN));
  }

  public boolean owns(UUID userId) {
    return id().equals(userId);
  }
}
