package io.tradewind.http;

import io.tradewind.values.Ids;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
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

  /** Whether the caller has the role; an admin has every role. */
  public boolean is(String role) {
    Set<String> groups = token.getGroups();
    return groups != null && (groups.contains(role) || groups.contains(Roles.ADMIN));
  }

  public boolean owns(UUID userId) {
    return id().equals(userId);
  }
}
