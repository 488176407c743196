package io.tradewind.users.sessions.boundary;

import io.tradewind.http.identity.EndedSessions;
import io.tradewind.users.sessions.control.Sessions;
import jakarta.annotation.security.DenyAll;
import jakarta.annotation.security.PermitAll;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;

/**
 * Ended sessions whose access tokens have not expired yet, for every service to read. It reveals
 * only their number.
 */
@Path("sessions/ended")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
@DenyAll
public class EndedSessionsResource {

  /** Longer than the lifetime of any access token, with the clock skew that verifiers allow. */
  private static final Duration LISTED = Duration.ofMinutes(15);

  record EndedList(List<String> items) {}

  @Inject Sessions sessions;

  @GET
  @Operation(summary = "List ended sessions, whose access tokens are refused")
  @PermitAll
  @Transactional
  public EndedList read() {
    return new EndedList(
        sessions.endedSince(Instant.now().minus(LISTED)).stream()
            .map(id -> EndedSessions.markOf(id.toString()))
            .toList());
  }
}
