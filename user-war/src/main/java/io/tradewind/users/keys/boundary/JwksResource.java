package io.tradewind.users.keys.boundary;

import jakarta.annotation.security.DenyAll;
import jakarta.annotation.security.PermitAll;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.CacheControl;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;

/** The public keys of our access tokens (RFC 7517). */
@Path("jwks")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
@DenyAll
public class JwksResource {

  /** Much shorter than the time between a key's publication and its first use. */
  private static final int MAX_AGE_SECONDS = 300;

  record JwkSet(List<Map<String, Object>> keys) {}

  @Inject CachedKeyRing keyRing;

  @GET
  @Operation(summary = "Read the keys that verify access tokens")
  @APIResponseSchema(JwkSet.class)
  @PermitAll
  public Response read() {
    // An empty set is not cached: whoever asks before the first key exists must ask again.
    keyRing.signer();
    CacheControl cache = new CacheControl();
    cache.setPrivate(false);
    cache.setMaxAge(MAX_AGE_SECONDS);
    return Response.ok(new JwkSet(keyRing.ring().published())).cacheControl(cache).build();
  }
}
