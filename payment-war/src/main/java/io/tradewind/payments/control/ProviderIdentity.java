package io.tradewind.payments.control;

import jakarta.ws.rs.client.ClientRequestContext;
import jakarta.ws.rs.client.ClientRequestFilter;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.Optional;
import org.eclipse.microprofile.config.ConfigProvider;

/** Authenticates this service to the provider, with the key that the provider issued. */
public class ProviderIdentity implements ClientRequestFilter {

  /** Read once: the client is created once, and a setting changes with a restart. */
  private final Optional<String> credentials =
      ConfigProvider.getConfig()
          .getOptionalValue("payment.provider.key", String.class)
          .map("Bearer "::concat);

  @Override
  public void filter(ClientRequestContext request) {
    credentials.ifPresent(
        value -> request.getHeaders().putSingle(HttpHeaders.AUTHORIZATION, value));
  }
}
