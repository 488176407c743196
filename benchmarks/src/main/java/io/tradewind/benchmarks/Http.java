package io.tradewind.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/** The HTTP client of the stack, synchronous during set-up and asynchronous during the run. */
final class Http {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final HttpClient client;
  private final String base;

  Http(String base, Executor executor) {
    this.base = base.endsWith("/") ? base.substring(0, base.length() - 1) : base;
    this.client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(PATIENCE)
            .executor(executor)
            .build();
  }

  HttpClient client() {
    return client;
  }

  String base() {
    return base;
  }

  /** The body of the answer; any status other than 2xx fails. */
  JsonNode call(String method, String path, String token, String body, String... headers) {
    HttpResponse<String> answer = send(method, path, token, body, headers);
    if (answer.statusCode() / 100 != 2) {
      throw new IllegalStateException(
          method + " " + path + " answered " + answer.statusCode() + ": " + answer.body());
    }
    return read(answer.body());
  }

  HttpResponse<String> send(
      String method, String path, String token, String body, String... headers) {
    try {
      return client.send(request(method, path, token, body, headers), BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted during " + method + " " + path, e);
    }
  }

  CompletableFuture<HttpResponse<Void>> post(
      String path, String token, String body, String... headers) {
    return client.sendAsync(request("POST", path, token, body, headers), BodyHandlers.discarding());
  }

  static String json(Map<String, ?> members) {
    try {
      return JSON.writeValueAsString(members);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private HttpRequest request(
      String method, String path, String token, String body, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(base + path))
            .timeout(PATIENCE)
            .header("Content-Type", "application/json")
            .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    if (token != null) {
      request.header("Authorization", "Bearer " + token);
    }
    return headers.length == 0 ? request.build() : request.headers(headers).build();
  }

  private static JsonNode read(String body) {
    try {
      return JSON.readTree(body.isEmpty() ? "{}" : body);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
