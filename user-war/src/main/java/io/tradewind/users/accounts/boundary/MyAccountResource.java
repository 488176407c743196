package io.tradewind.users.accounts.boundary;

import io.tradewind.contracts.users.UserErased;
import io.tradewind.http.ETags;
import io.tradewind.http.ProblemException;
import io.tradewind.http.ProblemType;
import io.tradewind.http.identity.Caller;
import io.tradewind.http.identity.Permissions;
import io.tradewind.http.openapi.Refuses;
import io.tradewind.messaging.Outbox;
import io.tradewind.users.accounts.control.Accounts;
import io.tradewind.users.accounts.control.NotFound;
import io.tradewind.users.accounts.entity.Account;
import io.tradewind.users.addresses.boundary.PostalAddressView;
import io.tradewind.users.addresses.control.PostalAddresses;
import io.tradewind.users.boundary.UserTransactions;
import io.tradewind.users.credentials.boundary.ClientAddress;
import io.tradewind.users.credentials.control.CommonPasswords;
import io.tradewind.users.credentials.control.PasswordHashingPool;
import io.tradewind.users.credentials.control.Passwords;
import io.tradewind.users.credentials.control.Throttle;
import io.tradewind.users.credentials.control.Throttle.Attempt;
import io.tradewind.users.mail.control.MailedTokens;
import io.tradewind.users.sessions.control.Sessions;
import io.tradewind.users.sessions.entity.Session.Revocation;
import jakarta.annotation.Resource;
import jakarta.annotation.security.DenyAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;

/** The owner's calls on an account. */
@Path("me")
@RequestScoped
@DenyAll
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public class MyAccountResource {

  @Resource ManagedExecutorService executor;

  @Inject Accounts accounts;
  @Inject Sessions sessions;
  @Inject MailedTokens mailedTokens;
  @Inject PostalAddresses addresses;
  @Inject Passwords passwords;
  @Inject PasswordHashingPool hashing;
  @Inject UserTransactions transactions;
  @Inject Outbox outbox;
  @Inject Throttle throttle;
  @Inject ClientAddress client;
  @Inject CommonPasswords commonPasswords;
  @Inject Caller caller;

  @GET
  @Operation(summary = "Read one's own account")
  @Refuses(ProblemType.NOT_FOUND)
  @APIResponseSchema(AccountView.class)
  @RolesAllowed(Permissions.OWN_ACCOUNT)
  @Transactional
  public Response read() {
    return AccountView.answer(accounts.byId(caller.id()).orElseThrow(NotFound::account));
  }

  /** All that is stored about the caller here, in one answer that is not cached. */
  @GET
  @Operation(summary = "Export one's own personal data")
  @Refuses(ProblemType.NOT_FOUND)
  @APIResponseSchema(Export.class)
  @Path("export")
  @RolesAllowed(Permissions.OWN_ACCOUNT)
  @Transactional
  public Response export() {
    Instant now = Instant.now();
    Account account = accounts.byId(caller.id()).orElseThrow(NotFound::account);
    return Response.ok(
            new Export(
                now,
                AccountView.of(account),
                PostalAddressView.all(addresses.of(account.id())),
                sessions.open(account.id(), now),
                Export.ELSEWHERE))
        .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"tradewind.json\"")
        .build();
  }

  @PATCH
  @Operation(summary = "Change one's own name or number")
  @Refuses({ProblemType.NOT_FOUND, ProblemType.PHONE_TAKEN})
  @APIResponseSchema(AccountView.class)
  @RolesAllowed(Permissions.OWN_ACCOUNT)
  @Transactional
  public Response change(@HeaderParam("If-Match") String ifMatch, ProfileChange change) {
    Instant now = Instant.now();
    Account account = accounts.locked(caller.id()).orElseThrow(NotFound::account);
    ETags.require(ifMatch, account.version());
    if (change.name() != null) {
      account.rename(change.name(), now);
    }
    if (change.phone() != null) {
      account.changePhone(change.phone(), now);
    }
    accounts.settle();
    return AccountView.answer(account);
  }

  /** Erases all personal data; the id stays, because orders reference it. */
  @DELETE
  @Operation(summary = "Erase one's own account")
  @Refuses(ProblemType.NOT_FOUND)
  @APIResponse(responseCode = "204", description = "No Content")
  @RolesAllowed(Permissions.OWN_ACCOUNT)
  @Consumes(MediaType.WILDCARD)
  @Transactional
  public Response erase() {
    Instant now = Instant.now();
    Account account = accounts.locked(caller.id()).orElseThrow(NotFound::account);
    sessions.revokeAll(account.id(), Revocation.ERASED, now);
    mailedTokens.forget(account.id());
    addresses.forget(account.id());
    throttle.forget(account.id());
    account.erase(now);
    outbox.add(new UserErased(account.id()));
    return Response.noContent().build();
  }

  /**
   * Ends every session and allows no new one, but deletes nothing: an admin can reactivate the
   * account.
   */
  @POST
  @Operation(summary = "Deactivate one's own account, until an admin activates it again")
  @Refuses(ProblemType.NOT_FOUND)
  @APIResponse(responseCode = "204", description = "No Content")
  @Path("deactivation")
  @RolesAllowed(Permissions.OWN_ACCOUNT)
  @Consumes(MediaType.WILDCARD)
  @Transactional
  public Response deactivate() {
    Instant now = Instant.now();
    Account account = accounts.locked(caller.id()).orElseThrow(NotFound::account);
    account.activate(false, now);
    sessions.revokeAll(account.id(), Revocation.DEACTIVATED, now);
    return Response.noContent().build();
  }

  /** Ends every session, including this one, so that whoever knew the old password is out. */
  @POST
  @Operation(summary = "Change one's own password")
  @Refuses({ProblemType.NOT_FOUND, ProblemType.WRONG_PASSWORD, ProblemType.TOO_MANY_REQUESTS})
  @APIResponse(responseCode = "204", description = "No Content")
  @Path("password")
  @RolesAllowed(Permissions.OWN_ACCOUNT)
  public CompletionStage<Response> changePassword(PasswordChange change) {
    commonPasswords.refuse("newPassword", change.newPassword());
    Account seen = accounts.byId(caller.id()).orElseThrow(NotFound::account);
    Attempt attempt = throttle.attempt(Account.keyOf(seen.email()), client.address());
    transactions.run(() -> throttle.admit(attempt, Instant.now()));
    return executor
        .copy(hashing.submit(() -> newHash(seen, change)))
        .thenApplyAsync(hash -> changed(seen, hash, attempt));
  }

  private Optional<String> newHash(Account seen, PasswordChange change) {
    return passwords.matches(Optional.of(seen.passwordHash()), change.currentPassword())
        ? Optional.of(passwords.hash(change.newPassword()))
        : Optional.empty();
  }

  /** Throttled, so that a stolen access token does not help to guess the password. */
  private Response changed(Account seen, Optional<String> hash, Attempt attempt) {
    if (hash.isEmpty()) {
      transactions.run(() -> throttle.failed(attempt, Instant.now()));
      throw wrongPassword();
    }
    return transactions.of(() -> locked(seen, hash.get()));
  }

  private Response locked(Account seen, String hash) {
    Instant now = Instant.now();
    Account account = accounts.locked(seen.id()).orElseThrow(NotFound::account);
    if (!account.passwordHash().equals(seen.passwordHash())) {
      throw wrongPassword();
    }
    account.changePasswordHash(hash, now);
    sessions.revokeAll(account.id(), Revocation.PASSWORD_CHANGED, now);
    return Response.noContent().build();
  }

  private static ProblemException wrongPassword() {
    return new ProblemException(ProblemType.WRONG_PASSWORD, "the present password is another")
        .with("field", "currentPassword");
  }
}
