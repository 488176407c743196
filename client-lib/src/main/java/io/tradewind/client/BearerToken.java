package io.tradewind.client;

import jakarta.ws.rs.client.ClientRequestContext;
import jakarta.ws.rs.client.ClientRequestFilter;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.function.Supplier;

/** Authenticates every request with the current access token. */
public class BearerToken implements ClientRequestFilter {

  private final Supplier<String> accessToken;

  public BearerToken(Supplier<String> accessToken) {
    this.accessToken = accessToken;
  }

  @Override
  public void filter(ClientRequestContext request) {
    request.getHeaders().putSingle(HttpHeaders.AUTHORIZATION, "Bearer " + accessToken.get());
  }
}
