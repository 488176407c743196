package io.tradewind.migration;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/**
 * Exits with 0 when the server in this container is ready: for container engines that run a
 * command, in an image without curl.
 */
final class Ready {

  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private Ready() {}

  public static void main(String[] arguments) throws InterruptedException {
    String port = System.getenv().getOrDefault("HTTP_PORT", "9080");
    URI ready = URI.create("http://localhost:" + port + "/health/ready");
    try {
      int status =
          HttpClient.newHttpClient()
              .send(
                  HttpRequest.newBuilder(ready).timeout(PATIENCE).build(),
                  BodyHandlers.discarding())
              .statusCode();
      System.exit(status == 200 ? 0 : 1);
    } catch (IOException e) {
      System.exit(1);
    }
  }
}
