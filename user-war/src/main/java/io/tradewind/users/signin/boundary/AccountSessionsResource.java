package io.tradewind.users.signin.boundary;

import io.tradewind.http.Page;
import io.tradewind.http.identity.Permissions;
import io.tradewind.http.operations.Audit;
import io.tradewind.http.operations.Reason;
import io.tradewind.users.accounts.control.Accounts;
import io.tradewind.users.accounts.control.NotFound;
import io.tradewind.users.accounts.entity.Account;
import io.tradewind.users.sessions.boundary.SessionView;
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

/** An account's sessions, listed and ended by an admin. */
@Path("{id}/sessions")
@RequestScoped
@DenyAll
@Produces(MediaType.APPLICATION_JSON)
public class AccountSessionsResource {

  private static final Reason ASKED = new Reason("an admin ended every session");

  @Inject Accounts accounts;
  @Inject Sessions sessions;
  @Inject Audit audit;

  @GET
  @Operation(summary = "List an account's sessions")
  @RolesAllowed(Permissions.READ_ACCOUNTS)
  @Transactional
  public Page<SessionView> list(@PathParam("id") String id) {
    return SessionView.page(sessions.open(account(id).id(), Instant.now()), null);
  }

  @DELETE
  @Operation(summary = "End all sessions of an account")
  @APIResponse(responseCode = "204", description = "No Content")
  @RolesAllowed(Permissions.CHANGE_ACCOUNTS)
  @Transactional
  public Response endAll(@PathParam("id") String id) {
    Account account = account(id);
    sessions.revokeAll(account.id(), Revocation.ENDED_BY_ADMIN, Instant.now());
    audit.record("end sessions", "account/" + account.id(), ASKED, null);
    return Response.noContent().build();
  }

  private Account account(String id) {
    return Ids.parse(id).flatMap(accounts::byId).orElseThrow(NotFound::account);
  }
}
