package io.tradewind.client;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.UUID;
import org.eclipse.microprofile.rest.client.annotation.RegisterProvider;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;

/** Accounts: registration, sign-in, the caller's own account, administration. */
@RegisterRestClient(configKey = "tradewind-users")
@RegisterProvider(ClientJson.class)
@RegisterProvider(ProblemReader.class)
@Path("/api/users")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public interface UsersApi {

  /** Anyone. 201; 409 when the e-mail address or the phone number is taken. */
  @POST
  Answer<Account> register(Registration registration);

  /** Anyone. 401 for wrong credentials. */
  @POST
  @Path("login")
  Tokens signIn(SignIn signIn);

  /** Anyone; the token works once. */
  @POST
  @Path("refresh")
  Tokens refresh(TokenRefresh refresh);

  /** Signed in; ends the session of the access token. */
  @POST
  @Path("logout")
  void signOut();

  /** Signed in; the ETag is needed for a change. */
  @GET
  @Path("me")
  Answer<Account> me();

  /** Signed in; 428 without a version, 412 for a stale one. */
  @PATCH
  @Path("me")
  Answer<Account> changeMe(@HeaderParam("If-Match") String etag, ProfileChange change);

  /** Signed in; all data of the caller. */
  @GET
  @Path("me/export")
  AccountExport export();

  /** Admin; the sessions of an account. */
  @GET
  @Path("{id}/sessions")
  Page<Session> sessionsOf(@PathParam("id") UUID id);

  /** Admin; ends every session of an account. */
  @DELETE
  @Path("{id}/sessions")
  void endSessionsOf(@PathParam("id") UUID id);

  /** Signed in; ends every session and allows none until an admin activates the account. */
  @POST
  @Path("me/deactivation")
  void deactivateMe();

  /** Signed in; erases personal data. */
  @DELETE
  @Path("me")
  void eraseMe();

  /** Signed in; the preferred address first. */
  @GET
  @Path("me/addresses")
  Page<PostalAddress> addresses();

  /** Signed in. 201; 409 when there are ten. The first is always preferred. */
  @POST
  @Path("me/addresses")
  Answer<PostalAddress> addAddress(AddressDetails details);

  /** Signed in; the ETag is needed for a change. */
  @GET
  @Path("me/addresses/{id}")
  Answer<PostalAddress> address(@PathParam("id") UUID id);

  /** Signed in; the whole address is replaced. 428 without a version, 412 for a stale one. */
  @PUT
  @Path("me/addresses/{id}")
  Answer<PostalAddress> changeAddress(
      @PathParam("id") UUID id, @HeaderParam("If-Match") String etag, AddressDetails details);

  /**
   * Signed in; when the preferred address is removed, the oldest remaining one becomes preferred.
   */
  @DELETE
  @Path("me/addresses/{id}")
  void removeAddress(@PathParam("id") UUID id);

  /** Signed in; ends every session. */
  @POST
  @Path("me/password")
  void changePassword(PasswordChange change);

  /** Signed in; the caller's own open sessions, the newest first. */
  @GET
  @Path("me/sessions")
  Page<Session> sessions();

  /** Signed in; the access tokens of the session are refused everywhere within 30 seconds. */
  @DELETE
  @Path("me/sessions/{session}")
  void endSession(@PathParam("session") UUID session);

  /** Signed in; 202: a token is mailed to the new address, see {@link #verify}. */
  @POST
  @Path("me/email")
  void changeEmail(EmailChange change);

  /** Signed in; 202: the token that verifies the address is mailed again. */
  @POST
  @Path("me/verification")
  void mailVerification();

  /** Anyone; answers the same whether the address is known or not. */
  @POST
  @Path("password-reset")
  void forgotPassword(ResetRequest request);

  /** Anyone with the token that was mailed. */
  @POST
  @Path("password-reset/confirm")
  void resetPassword(ResetConfirmation confirmation);

  /** Anyone with the token that was mailed. */
  @POST
  @Path("verification")
  void verify(Verification verification);

  /** Anyone. */
  @GET
  @Path("jwks")
  JwkSet jwks();

  /**
   * Admin. A null parameter does not filter.
   *
   * @param email the beginning of an address
   */
  @GET
  Page<Account> accounts(
      @QueryParam("email") String email,
      @QueryParam("role") String role,
      @QueryParam("active") Boolean active,
      @QueryParam("cursor") String cursor,
      @QueryParam("limit") Integer limit);

  /** Admin, or the owner. */
  @GET
  @Path("{id}")
  Answer<Account> account(@PathParam("id") UUID id);

  /** Admin. */
  @PATCH
  @Path("{id}")
  Answer<Account> changeAccess(
      @PathParam("id") UUID id, @HeaderParam("If-Match") String etag, AccessChange change);

  /** Admin; all permissions that exist. */
  @GET
  @Path("permissions")
  Page<Permission> permissions();

  /** Admin; by name. */
  @GET
  @Path("permission-groups")
  Page<PermissionGroup> permissionGroups(
      @QueryParam("cursor") String cursor, @QueryParam("limit") Integer limit);

  /** Admin; the ETag is needed for a change. */
  @GET
  @Path("permission-groups/{group}")
  Answer<PermissionGroup> permissionGroup(@PathParam("group") String name);

  /** Admin. 201 for a new group; for a change, 428 without a version and 412 for a stale one. */
  @PUT
  @Path("permission-groups/{group}")
  Answer<PermissionGroup> putPermissionGroup(
      @PathParam("group") String name,
      @HeaderParam("If-Match") String etag,
      PermissionGroupDetails details);

  /** Admin. 409 while it has members. */
  @DELETE
  @Path("permission-groups/{group}")
  void removePermissionGroup(@PathParam("group") String name);
}
