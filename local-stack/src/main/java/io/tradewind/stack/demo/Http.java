package io.tradewind.stack.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;

/** JSON over HTTP, as any client would use it. */
final class Http {

  static final HttpClient CLIENT =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

  private static final ObjectMapper JSON = new ObjectMapper();

  private Http() {}

  static JsonNode get(URI uri, String token) {
    return send(request(uri, token).GET().build(), 200);
  }

  static JsonNode post(URI uri, String token, Object body, int expected) {
    return send(withBody(request(uri, token), "POST", body).build(), expected);
  }

  static JsonNode post(URI uri, String token, String idempotencyKey, Object body, int expected) {
    var request = request(uri, token).header("Idempotency-Key", idempotencyKey);
    return send(withBody(request, "POST", body).build(), expected);
  }

  static JsonNode put(URI uri, String token, Object body, int expected) {
    return send(withBody(request(uri, token), "PUT", body).build(), expected);
  }

  static JsonNode read(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new SceneFailed("No JSON: " + text, e);
    }
  }

  private static HttpRequest.Builder request(URI uri, String token) {
    var request = HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(40));
    return token == null ? request : request.header("Authorization", "Bearer " + token);
  }

  private static HttpRequest.Builder withBody(
      HttpRequest.Builder request, String method, Object body) {
    try {
      return request
          .header("Content-Type", "application/json")
          .method(method, HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body)));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("not to be written as JSON: " + body.getClass(), e);
    }
  }

  private static JsonNode send(HttpRequest request, int expected) {
    String call = request.method() + " " + request.uri().getPath();
    try {
      var answer = CLIENT.send(request, HttpResponse.BodyHandlers.ofString());
      if (answer.statusCode() != expected) {
        throw new SceneFailed(call + " answered " + answer.statusCode() + ": " + answer.body());
      }
      return answer.body().isBlank() ? JSON.nullNode() : read(answer.body());
    } catch (IOException e) {
      throw new SceneFailed(call + " failed: " + e, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SceneFailed(call + " was interrupted", e);
    }
  }

  static Map<String, Object> euros(long cents) {
    return Map.of("amount", cents, "currency", "EUR");
  }
}
