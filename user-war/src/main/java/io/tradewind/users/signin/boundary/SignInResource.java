package io.tradewind.users.signin.boundary;

import io.tradewind.http.ProblemType;
import io.tradewind.http.openapi.Refuses;
import io.tradewind.users.accounts.control.Accounts;
import io.tradewind.users.accounts.entity.Account;
import io.tradewind.users.boundary.UserTransactions;
import io.tradewind.users.credentials.boundary.ClientAddress;
import io.tradewind.users.credentials.control.PasswordHashingPool;
import io.tradewind.users.credentials.control.Throttle;
import io.tradewind.users.credentials.control.Throttle.Attempt;
import jakarta.annotation.Resource;
import jakarta.annotation.security.DenyAll;
import jakarta.annotation.security.PermitAll;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;

/** Sign-in and refresh. */
@Path("")
@RequestScoped
@DenyAll
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public class SignInResource {

  @Resource ManagedExecutorService executor;

  @Inject Accounts accounts;
  @Inject PasswordHashingPool hashing;
  @Inject SignIns signIns;
  @Inject Throttle throttle;
  @Inject UserTransactions transactions;
  @Inject ClientAddress client;

  @POST
  @Operation(summary = "Sign in")
  @Refuses({ProblemType.INVALID_CREDENTIALS, ProblemType.TOO_MANY_REQUESTS})
  @APIResponseSchema(Tokens.class)
  @Path("login")
  @PermitAll
  public CompletionStage<Response> login(SignIn signIn) {
    Attempt attempt = throttle.attempt(Account.keyOf(signIn.email()), client.address());
    transactions.run(() -> throttle.admit(attempt, Instant.now()));
    Optional<Account> account = accounts.byEmail(signIn.email());
    return executor
        .copy(hashing.submit(() -> signIns.judge(account, signIn.password())))
        .thenApplyAsync(verdict -> Response.ok(signIns.open(account, verdict, attempt)).build());
  }

  @POST
  @Operation(summary = "Refresh the tokens of a session")
  @Refuses({ProblemType.INVALID_CREDENTIALS, ProblemType.TOO_MANY_REQUESTS})
  @APIResponseSchema(Tokens.class)
  @Path("refresh")
  @PermitAll
  public Response refresh(TokenRefresh refresh) {
    return Response.ok(signIns.renew(refresh.refreshToken(), client.address())).build();
  }
}
