package io.tradewind.http.operations;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Whether this WAR's resources can answer: the container creates them at the first request, and
 * only then may fail. So the service calls itself until it gets an answer; the first client then
 * does not wait for the creation either.
 */
@ApplicationScoped
class HttpSelfCheck {

  private static final String EVERY_ADDRESS = "*";
  private static final int MILLIS_TO_ANSWER = 2_000;

  private final URI guardedResource;
  private volatile boolean had;

  /** Needed by the CDI proxy. */
  HttpSelfCheck() {
    this.guardedResource = null;
  }

  @Inject
  HttpSelfCheck(
      @ConfigProperty(name = "tradewind.service") String service,
      @ConfigProperty(name = "HTTP_HOST", defaultValue = EVERY_ADDRESS) String host,
      @ConfigProperty(name = "HTTP_PORT") int port) {
    String address = EVERY_ADDRESS.equals(host) ? "localhost" : host;
    this.guardedResource =
        URI.create("http://" + address + ":" + port + "/api/" + service + "/operations/outbox");
  }

  boolean had() {
    had = had || refusesStrangers();
    return had;
  }

  /** Only a resource answers 401 to a request without a token. */
  private boolean refusesStrangers() {
    try {
      HttpURLConnection connection = (HttpURLConnection) guardedResource.toURL().openConnection();
      connection.setConnectTimeout(MILLIS_TO_ANSWER);
      connection.setReadTimeout(MILLIS_TO_ANSWER);
      try {
        return connection.getResponseCode() == HttpURLConnection.HTTP_UNAUTHORIZED;
      } finally {
        connection.disconnect();
      }
    } catch (IOException away) {
      return false;
    }
  }
}
