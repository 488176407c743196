package io.tradewind.users.sessions.boundary;

import io.tradewind.http.Page;
import io.tradewind.http.ProblemException;
import io.tradewind.http.ProblemType;
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
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/** The caller's sessions. */
@Path("me/sessions")
@RequestScoped
@DenyAll
@Produces(MediaType.APPLICATION_JSON)
public class SessionsResource {

  @Inject Sessions sessions;
  @Inject Caller caller;

  /** The newest first; a person has few, so there is one page. */
  @GET
  @Operation(summary = "List one's own sessions, the newest first")
  @RolesAllowed(Permissions.OWN_ACCOUNT)
  @Transactional
  public Page<SessionView> list() {
    return SessionView.page(
        sessions.open(caller.id(), Instant.now()), caller.session().orElse(null));
  }

  @DELETE
  @Operation(summary = "End one of one's own sessions")
  @APIResponse(responseCode = "204", description = "No Content")
  @Path("{session}")
  @RolesAllowed(Permissions.OWN_ACCOUNT)
  @Transactional
  public Response end(@PathParam("session") String session) {
    boolean ended =
        Ids.parse(session)
            .filter(id -> sessions.revoke(id, caller.id(), Revocation.SIGNED_OUT, Instant.now()))
            .isPresent();
    if (!ended) {
      throw new ProblemException(ProblemType.NOT_FOUND, "you have no such session");
    }
    return Response.noContent().build();
  }
}
