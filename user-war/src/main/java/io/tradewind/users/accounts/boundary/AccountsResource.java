package io.tradewind.users.accounts.boundary;

import io.tradewind.contracts.users.UserRegistered;
import io.tradewind.http.ETags;
import io.tradewind.http.Page;
import io.tradewind.http.PageRequest;
import io.tradewind.http.ProblemException;
import io.tradewind.http.ProblemType;
import io.tradewind.http.identity.Caller;
import io.tradewind.http.identity.Permissions;
import io.tradewind.http.identity.Roles;
import io.tradewind.http.openapi.Located;
import io.tradewind.http.openapi.Refuses;
import io.tradewind.http.operations.Audit;
import io.tradewind.messaging.Outbox;
import io.tradewind.users.accounts.control.Accounts;
import io.tradewind.users.accounts.control.NotFound;
import io.tradewind.users.accounts.entity.Account;
import io.tradewind.users.accounts.entity.Role;
import io.tradewind.users.boundary.UserTransactions;
import io.tradewind.users.credentials.boundary.ClientAddress;
import io.tradewind.users.credentials.control.CommonPasswords;
import io.tradewind.users.credentials.control.PasswordHashingPool;
import io.tradewind.users.credentials.control.Passwords;
import io.tradewind.users.credentials.control.Throttle;
import io.tradewind.users.credentials.control.Throttle.Attempt;
import io.tradewind.users.mail.control.MailedTokens;
import io.tradewind.users.mail.entity.MailedToken.Purpose;
import io.tradewind.users.permissions.control.PermissionGroups;
import io.tradewind.users.permissions.entity.PermissionGroup;
import io.tradewind.users.sessions.control.Sessions;
import io.tradewind.users.sessions.entity.Session.Revocation;
import io.tradewind.values.Ids;
import jakarta.annotation.Resource;
import jakarta.annotation.security.DenyAll;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;

/** Registration by anyone, administration by an admin. */
@Path("")
@RequestScoped
@DenyAll
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public class AccountsResource {

  /** Less than every identifier. */
  private static final UUID START = new UUID(0, 0);

  @Resource ManagedExecutorService executor;

  @Inject Accounts accounts;
  @Inject PermissionGroups permissionGroups;
  @Inject Sessions sessions;
  @Inject MailedTokens mailedTokens;
  @Inject Passwords passwords;
  @Inject PasswordHashingPool hashing;
  @Inject UserTransactions transactions;
  @Inject Throttle throttle;
  @Inject ClientAddress client;
  @Inject Audit audit;
  @Inject CommonPasswords commonPasswords;
  @Inject Outbox outbox;
  @Inject Caller caller;

  @POST
  @Operation(summary = "Register")
  @Refuses({ProblemType.EMAIL_TAKEN, ProblemType.PHONE_TAKEN, ProblemType.TOO_MANY_REQUESTS})
  @Located
  @APIResponseSchema(value = AccountView.class, responseCode = "201")
  @PermitAll
  public CompletionStage<Response> register(Registration registration) {
    commonPasswords.refuse("password", registration.password());
    String address = client.address();
    transactions.run(() -> throttle.admit(address, Instant.now()));
    return executor
        .copy(hashing.submit(() -> passwords.hash(registration.password())))
        .thenApplyAsync(hash -> registered(registration, hash, address));
  }

  @GET
  @Operation(summary = "List accounts")
  @RolesAllowed(Permissions.READ_ACCOUNTS)
  @Transactional
  public Page<AccountView> list(
      @QueryParam("email") String email,
      @Parameter(
              schema =
                  @Schema(enumeration = {Roles.CUSTOMER, Roles.STAFF, Roles.OPERATOR, Roles.ADMIN}))
          @QueryParam("role")
          String role,
      @Parameter(schema = @Schema(type = SchemaType.BOOLEAN)) @QueryParam("active") String active,
      @QueryParam("cursor") String cursor,
      @QueryParam("limit") String limit) {
    PageRequest page = PageRequest.of(cursor, limit);
    UUID after =
        page.after()
            .map(text -> Ids.parse(text).orElseThrow(PageRequest::unreadableCursor))
            .orElse(START);
    List<AccountView> found =
        accounts.page(page, after, search(email, role, active)).stream()
            .map(AccountView::of)
            .toList();
    return page.page(found, account -> account.id().toString());
  }

  /** Narrows by the beginning of an address, a role and the active flag; null does not narrow. */
  private static Accounts.Search search(String email, String role, String active) {
    if (active != null && !Set.of("true", "false").contains(active)) {
      throw new ProblemException(ProblemType.INVALID_PARAMETER, "active is true or false");
    }
    return new Accounts.Search(
        email,
        role == null
            ? null
            : Role.of(role)
                .orElseThrow(
                    () ->
                        new ProblemException(
                            ProblemType.INVALID_PARAMETER,
                            "role is customer, staff, operator or admin")),
        active == null ? null : Boolean.valueOf(active));
  }

  /** For admins, and for the owner because registration's Location leads here. */
  @GET
  @Operation(summary = "Read an account: one's own, or as an admin any")
  @APIResponseSchema(AccountView.class)
  @Path("{id}")
  @RolesAllowed(Permissions.OWN_ACCOUNT)
  @Transactional
  public Response read(@PathParam("id") String id) {
    if (!caller.may(Permissions.READ_ACCOUNTS) && !caller.id().toString().equals(id)) {
      throw new ProblemException(ProblemType.FORBIDDEN, "an admin may read other accounts");
    }
    return AccountView.answer(Ids.parse(id).flatMap(accounts::byId).orElseThrow(NotFound::account));
  }

  @PATCH
  @Operation(summary = "Change an account's roles, groups and state")
  @APIResponseSchema(AccountView.class)
  @Path("{id}")
  @RolesAllowed(Permissions.CHANGE_ACCOUNTS)
  @Transactional
  public Response change(
      @PathParam("id") String id, @HeaderParam("If-Match") String ifMatch, AccessChange change) {
    Account account = Ids.parse(id).flatMap(accounts::locked).orElseThrow(NotFound::account);
    ETags.require(ifMatch, account.version());
    apply(change, account, Instant.now());
    accounts.settle();
    audit.record(
        "change access",
        "account/" + account.id(),
        change.auditReason(),
        new Access(account.roles(), account.groups(), account.active()));
    return AccountView.answer(account);
  }

  /** What an account may do, before or after a change. */
  private record Access(Set<Role> roles, Set<String> groups, boolean active) {}

  private void apply(AccessChange change, Account account, Instant now) {
    if (change.roles() != null) {
      account.grant(change.grantedRoles(), now);
    }
    if (change.groups() != null) {
      account.join(
          change.groups().stream().sorted().map(this::group).collect(Collectors.toSet()), now);
    }
    if (change.active() != null) {
      account.activate(change.active(), now);
    }
    if (Boolean.FALSE.equals(change.active())) {
      sessions.revokeAll(account.id(), Revocation.DEACTIVATED, now);
    }
  }

  private PermissionGroup group(String name) {
    return permissionGroups
        .locked(name)
        .orElseThrow(
            () ->
                new ProblemException(
                        ProblemType.INVALID_REQUEST, "there is no such permission group")
                    .with("field", "groups"));
  }

  /** That an address is taken is answered by contract; frequent callers are throttled. */
  private Response registered(Registration registration, String hash, String address) {
    try {
      return transactions.of(() -> opened(registration, hash, address));
    } catch (ProblemException taken) {
      transactions.run(() -> throttle.failed(address, Instant.now()));
      throw taken;
    }
  }

  private Response opened(Registration registration, String hash, String address) {
    Instant now = Instant.now();
    Account account =
        Account.opened(
            Ids.next(), registration.email(), registration.phone(), registration.name(), hash, now);
    accounts.add(account);
    Attempt attempt = throttle.attempt(Account.keyOf(account.email()), address);
    throttle.succeeded(attempt, account.id(), now);
    mailedTokens.issue(account.id(), Purpose.VERIFY_EMAIL, null, now);
    outbox.add(new UserRegistered(account.id()));
    return Response.created(URI.create("/api/users/" + account.id()))
        .entity(AccountView.of(account))
        .build();
  }
}
