package io.tradewind.users.accounts.boundary;

import io.tradewind.http.ProblemException;
import io.tradewind.http.ProblemType;
import io.tradewind.http.identity.Caller;
import io.tradewind.http.identity.Permissions;
import io.tradewind.http.openapi.Refuses;
import io.tradewind.users.accounts.control.Accounts;
import io.tradewind.users.accounts.control.NotFound;
import io.tradewind.users.accounts.entity.Account;
import io.tradewind.users.boundary.UserTransactions;
import io.tradewind.users.credentials.boundary.ClientAddress;
import io.tradewind.users.credentials.control.PasswordHashingPool;
import io.tradewind.users.credentials.control.Passwords;
import io.tradewind.users.credentials.control.Throttle;
import io.tradewind.users.credentials.control.Throttle.Attempt;
import io.tradewind.users.mail.control.MailedTokens;
import io.tradewind.users.mail.entity.MailedToken.Purpose;
import jakarta.annotation.Resource;
import jakarta.annotation.security.DenyAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
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
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/** An address is verified by a token that is mailed to it: the current one, or a new one. */
@Path("me")
@RequestScoped
@DenyAll
@Produces(MediaType.APPLICATION_JSON)
public class MyAddressResource {

  @Resource ManagedExecutorService executor;

  @Inject Accounts accounts;
  @Inject MailedTokens mailedTokens;
  @Inject Passwords passwords;
  @Inject PasswordHashingPool hashing;
  @Inject UserTransactions transactions;
  @Inject Throttle throttle;
  @Inject ClientAddress client;
  @Inject Caller caller;

  /** The mail may have been lost; a verified address gets no other. */
  @POST
  @Operation(summary = "Mail the verification token again")
  @Refuses(ProblemType.NOT_FOUND)
  @APIResponse(responseCode = "202", description = "Accepted")
  @Path("verification")
  @RolesAllowed(Permissions.OWN_ACCOUNT)
  @Transactional
  public Response mailAgain() {
    Account account = accounts.byId(caller.id()).orElseThrow(NotFound::account);
    if (!account.emailVerified()) {
      mailedTokens.issue(account.id(), Purpose.VERIFY_EMAIL, null, Instant.now());
    }
    return Response.accepted().build();
  }

  /**
   * Answers the same when the new address belongs to another account: only its owner reads its
   * mail.
   */
  @POST
  @Operation(summary = "Change one's own e-mail address; a mailed token verifies it")
  @Refuses({ProblemType.NOT_FOUND, ProblemType.WRONG_PASSWORD, ProblemType.TOO_MANY_REQUESTS})
  @APIResponse(responseCode = "202", description = "Accepted")
  @Path("email")
  @Consumes(MediaType.APPLICATION_JSON)
  @RolesAllowed(Permissions.OWN_ACCOUNT)
  public CompletionStage<Response> change(EmailChange change) {
    Account seen = accounts.byId(caller.id()).orElseThrow(NotFound::account);
    Attempt attempt = throttle.attempt(Account.keyOf(seen.email()), client.address());
    transactions.run(() -> throttle.admit(attempt, Instant.now()));
    return executor
        .copy(
            hashing.submit(
                () -> passwords.matches(Optional.of(seen.passwordHash()), change.password())))
        .thenApplyAsync(opens -> asked(seen, change.email(), opens, attempt));
  }

  private Response asked(Account seen, String email, boolean opens, Attempt attempt) {
    Instant now = Instant.now();
    if (!opens) {
      transactions.run(() -> throttle.failed(attempt, now));
      throw new ProblemException(ProblemType.WRONG_PASSWORD, "the present password is another")
          .with("field", "password");
    }
    transactions.run(
        () -> {
          if (accounts.byEmail(email).isEmpty()) {
            mailedTokens.issue(seen.id(), Purpose.CHANGE_EMAIL, email, now);
          }
        });
    return Response.accepted().build();
  }
}
