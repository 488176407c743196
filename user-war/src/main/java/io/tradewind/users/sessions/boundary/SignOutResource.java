package io.tradewind.users.sessions.boundary;

import io.tradewind.http.identity.Caller;
import io.tradewind.http.identity.Permissions;
import io.tradewind.users.sessions.control.Sessions;
import io.tradewind.users.sessions.entity.Session.Revocation;
import io.tradewind.values.Ids;
import jakarta.annotation.security.DenyAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/**
 * Ends the session of the access token; a token of another issuer, which has none of our sessions,
 * ends all of the account's.
 */
@Path("logout")
@RequestScoped
@DenyAll
public class SignOutResource {

  @Inject Sessions sessions;
  @Inject Caller caller;

  @POST
  @Operation(summary = "Sign out")
  @APIResponse(responseCode = "204", description = "No Content")
  @RolesAllowed(Permissions.OWN_ACCOUNT)
  @Transactional
  public Response logout() {
    Optional<UUID> session = caller.session().flatMap(Ids::parse);
    Instant now = Instant.now();
    if (session.isPresent()) {
      sessions.revoke(session.get(), caller.id(), Revocation.SIGNED_OUT, now);
    } else {
      sessions.revokeAll(caller.id(), Revocation.SIGNED_OUT, now);
    }
    return Response.noContent().build();
  }
}
