package io.tradewind.users.boundary;

import io.tradewind.http.Caller;
import io.tradewind.users.control.Accounts;
import io.tradewind.users.control.HashingDesk;
import io.tradewind.users.control.Sessions;
import io.tradewind.users.entity.Account;
import io.tradewind.users.entity.Session.Revocation;
import io.tradewind.values.Ids;
import jakarta.annotation.Resource;
import jakarta.annotation.security.DenyAll;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import jakarta.validation.Valid;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.jwt.JsonWebToken;

/** Sign in, stay signed in, sign out. */
@Path("")
@RequestScoped
@DenyAll
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public class SignInResource {

  @Resource ManagedExecutorService executor;

  @Inject Accounts accounts;
  @Inject HashingDesk desk;
  @Inject SignIns signIns;
  @Inject Sessions sessions;
  @Inject Caller caller;
  @Inject JsonWebToken token;

  @POST
  @Path("login")
  @PermitAll
  public CompletionStage<Response> login(@Valid SignIn signIn) {
    Optional<Account> account = accounts.byEmail(signIn.email());
    return executor
        .copy(desk.turn(() -> signIns.judge(account, signIn.password())))
        .thenApplyAsync(verdict -> Response.ok(signIns.open(account, verdict)).build());
  }

  @POST
  @Path("refresh")
  @PermitAll
  public Response refresh(@Valid TokenRefresh refresh) {
    return Response.ok(signIns.renew(refresh.refreshToken())).build();
  }

  /**
   * Ends the sign-in that the access token came from; a token of another issuer, which names no
   * session of ours, ends them all.
   */
  @POST
  @Path("logout")
  @RolesAllowed("**")
  @Consumes(MediaType.WILDCARD)
  @Transactional
  public Response logout() {
    Optional<UUID> session = Ids.parse(token.<String>getClaim("sid"));
    Instant now = Instant.now();
    if (session.isPresent()) {
      sessions.revoke(session.get(), caller.id(), Revocation.SIGNED_OUT, now);
    } else {
      sessions.revokeAll(caller.id(), Revocation.SIGNED_OUT, now);
    }
    return Response.noContent().build();
  }
}
