package io.tradewind.orders.outside;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/** One user at the order service's door. */
public record Client(URI orders, UUID user, String token) {

  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final ObjectMapper JSON = new ObjectMapper();

  /** What came back. */
  public record Answer(int status, JsonNode body, HttpResponse<String> raw) {

    public String id() {
      return body.path("id").asText();
    }

    public Optional<String> header(String name) {
      return raw.headers().firstValue(name);
    }
  }

  public Answer get(String path) {
    return send("GET", path, null, null);
  }

  public Answer post(String path, String key, String body) {
    return send("POST", path, key, body);
  }

  /** One line of two pounds of tea, paid with what the text says. */
  public Answer placesTea(String key, String paymentMethod) {
    return post(
        "",
        key,
        "{\"lines\":[{\"sku\":\"TEA-001\",\"quantity\":2}],\"paymentMethod\":\""
            + paymentMethod
            + "\"}");
  }

  private Answer send(String method, String path, String key, String body) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(orders + path))
            .timeout(Duration.ofSeconds(40))
            .method(
                method,
                body == null
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(body));
    if (token != null) {
      request.header("Authorization", "Bearer " + token);
    }
    if (body != null) {
      request.header("Content-Type", "application/json");
    }
    if (key != null) {
      request.header("Idempotency-Key", key);
    }
    try {
      HttpResponse<String> answer =
          HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
      return new Answer(answer.statusCode(), read(answer.body()), answer);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(stopped);
    }
  }

  private static JsonNode read(String body) throws IOException {
    return body.isEmpty() ? JSON.missingNode() : JSON.readTree(body);
  }
}
