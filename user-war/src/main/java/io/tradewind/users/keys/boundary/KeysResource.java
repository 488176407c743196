package io.tradewind.users.keys.boundary;

import io.tradewind.http.Page;
import io.tradewind.http.identity.Permissions;
import io.tradewind.http.operations.Audit;
import io.tradewind.http.operations.Reason;
import io.tradewind.users.keys.control.SigningKeys;
import io.tradewind.users.keys.entity.SigningKey;
import jakarta.annotation.security.DenyAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import jakarta.validation.Valid;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;

/** The keys that sign access tokens, for operators: they rotate on schedule, or on request. */
@Path("operations/keys")
@RequestScoped
@DenyAll
@Produces(MediaType.APPLICATION_JSON)
public class KeysResource {

  /** A key without its private half. */
  record KeyView(String kid, Instant signsFrom, Instant signsUntil) {
    static KeyView of(SigningKey key) {
      return new KeyView(key.kid(), key.signsFrom(), key.signsUntil());
    }
  }

  @Inject SigningKeys keys;
  @Inject Audit audit;

  /** The newest first. */
  @GET
  @Operation(summary = "List the keys that sign access tokens, the newest first")
  @RolesAllowed(Permissions.READ_OPERATIONS)
  @Transactional
  public Page<KeyView> list() {
    return new Page<>(keys.all().stream().map(KeyView::of).toList(), null);
  }

  /** The new key signs once every verifier knows it; 202 with that key. */
  @POST
  @Operation(summary = "Rotate the key that signs access tokens")
  @APIResponseSchema(value = KeyView.class, responseCode = "202")
  @Path("rotation")
  @Consumes(MediaType.APPLICATION_JSON)
  @RolesAllowed(Permissions.ROTATE_KEYS)
  @Transactional
  public Response rotate(@Valid Reason reason) {
    SigningKey fresh = keys.rotate(Instant.now());
    audit.record("rotate", "key/" + fresh.kid(), reason, null);
    return Response.accepted(KeyView.of(fresh)).build();
  }
}
