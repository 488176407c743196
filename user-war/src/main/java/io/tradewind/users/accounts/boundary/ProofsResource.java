package io.tradewind.users.accounts.boundary;

import io.tradewind.http.ProblemException;
import io.tradewind.http.ProblemType;
import io.tradewind.http.openapi.Refuses;
import io.tradewind.users.accounts.control.Accounts;
import io.tradewind.users.accounts.entity.Account;
import io.tradewind.users.boundary.UserTransactions;
import io.tradewind.users.credentials.boundary.ClientAddress;
import io.tradewind.users.credentials.control.CommonPasswords;
import io.tradewind.users.credentials.control.PasswordHashingPool;
import io.tradewind.users.credentials.control.Passwords;
import io.tradewind.users.credentials.control.Throttle;
import io.tradewind.users.credentials.control.Throttle.Attempt;
import io.tradewind.users.mail.control.MailedTokens;
import io.tradewind.users.mail.entity.MailedToken;
import io.tradewind.users.mail.entity.MailedToken.Purpose;
import io.tradewind.users.sessions.control.Sessions;
import io.tradewind.users.sessions.entity.Session.Revocation;
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
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/** Actions with a mailed token: verifying an address, or resetting a password. */
@Path("")
@RequestScoped
@DenyAll
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public class ProofsResource {

  @Resource ManagedExecutorService executor;

  @Inject Accounts accounts;
  @Inject Sessions sessions;
  @Inject MailedTokens mailedTokens;
  @Inject Passwords passwords;
  @Inject PasswordHashingPool hashing;
  @Inject UserTransactions transactions;
  @Inject Throttle throttle;
  @Inject ClientAddress client;
  @Inject CommonPasswords commonPasswords;

  /**
   * Answers before the look-up, so that neither text nor time reveals whether the address is known.
   */
  @POST
  @Operation(summary = "Request a password reset; the answer is the same for unknown addresses")
  @APIResponse(responseCode = "202", description = "Accepted")
  @Path("password-reset")
  @PermitAll
  public Response forgotPassword(ResetRequest request) {
    executor.execute(() -> transactions.of(() -> mailReset(request.email())));
    return Response.accepted().build();
  }

  @POST
  @Operation(summary = "Set a new password by a mailed token")
  @Refuses({ProblemType.TOKEN_NOT_GOOD, ProblemType.TOO_MANY_REQUESTS})
  @APIResponse(responseCode = "204", description = "No Content")
  @Path("password-reset/confirm")
  @PermitAll
  public CompletionStage<Response> resetPassword(ResetConfirmation confirmation) {
    commonPasswords.refuse("newPassword", confirmation.newPassword());
    String token = confirmation.token();
    String address = client.address();
    guarded(address, () -> requireGood(token));
    return executor
        .copy(hashing.submit(() -> passwords.hash(confirmation.newPassword())))
        .thenApplyAsync(hash -> transactions.of(() -> reset(token, hash, address)));
  }

  @POST
  @Operation(summary = "Verify an e-mail address by a mailed token")
  @Refuses({ProblemType.TOKEN_NOT_GOOD, ProblemType.EMAIL_TAKEN, ProblemType.TOO_MANY_REQUESTS})
  @APIResponse(responseCode = "204", description = "No Content")
  @Path("verification")
  @PermitAll
  public Response verify(Verification verification) {
    guarded(client.address(), () -> proveAddress(verification.token()));
    return Response.noContent().build();
  }

  /** Throttles callers with invalid tokens. */
  private void guarded(String address, Runnable proof) {
    transactions.run(() -> throttle.admit(address, Instant.now()));
    try {
      transactions.run(proof);
    } catch (ProblemException notGood) {
      transactions.run(() -> throttle.failed(address, Instant.now()));
      throw notGood;
    }
  }

  private void proveAddress(String token) {
    Instant now = Instant.now();
    MailedToken proof =
        mailedTokens
            .use(token, Set.of(Purpose.VERIFY_EMAIL, Purpose.CHANGE_EMAIL), now)
            .orElseThrow(ProofsResource::notGood);
    Account account = accounts.locked(proof.accountId()).orElseThrow(ProofsResource::notGood);
    proof
        .address()
        .ifPresentOrElse(email -> move(account, email, now), () -> account.emailProved(now));
  }

  /** Tokens mailed to the old address become invalid. */
  private void move(Account account, String email, Instant now) {
    mailedTokens.forget(account.id());
    account.changeEmail(email, now);
    accounts.settle();
  }

  /** Checked first, so that guesses cost no hashing. */
  private void requireGood(String token) {
    if (!mailedTokens.good(token, Purpose.RESET_PASSWORD, Instant.now())) {
      throw notGood();
    }
  }

  private Void mailReset(String email) {
    accounts
        .byEmail(email)
        .filter(Account::active)
        // serialised, so that the limit of mails holds
        .flatMap(account -> accounts.locked(account.id()))
        .ifPresent(
            account ->
                mailedTokens.issue(account.id(), Purpose.RESET_PASSWORD, null, Instant.now()));
    return null;
  }

  private Response reset(String token, String hash, String address) {
    Instant now = Instant.now();
    Account account =
        mailedTokens
            .use(token, Set.of(Purpose.RESET_PASSWORD), now)
            .map(MailedToken::accountId)
            .flatMap(accounts::locked)
            .orElseThrow(ProofsResource::notGood);
    account.changePasswordHash(hash, now);
    Attempt attempt = throttle.attempt(Account.keyOf(account.email()), address);
    throttle.succeeded(attempt, account.id(), now);
    sessions.revokeAll(account.id(), Revocation.PASSWORD_CHANGED, now);
    return Response.noContent().build();
  }

  private static ProblemException notGood() {
    return new ProblemException(
        ProblemType.TOKEN_NOT_GOOD, "the token is unknown, used or too old");
  }
}
