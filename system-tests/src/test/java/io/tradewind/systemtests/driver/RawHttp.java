package io.tradewind.systemtests.driver;

import com.fasterxml.jackson.core.JsonProcessingException;
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
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * Sends requests byte for byte: hostile and unusual ones, headers that client-lib does not support,
 * the same request to many paths, and paths outside the API, such as {@code /metrics}. Ordinary
 * calls are made with {@link Platform#client}, as an integrator would make them.
 */
public final class RawHttp {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofSeconds(45);

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final Function<String, URI> server;

  /**
   * @param server the address for a path; all services in one server or each in its own
   */
  public RawHttp(Function<String, URI> server) {
    this.server = server;
  }

  /**
   * @param headers names and values in turn
   */
  public record Request(String method, String path, String token, byte[] body, String... headers) {

    public static Request of(
        String method, String path, String token, String body, String... headers) {
      byte[] bytes = body == null ? null : body.getBytes(StandardCharsets.UTF_8);
      return new Request(method, path, token, bytes, headers);
    }

    public static Request get(String path, String token) {
      return of("GET", path, token, null);
    }

    @Override
    public String toString() {
      return method + " " + path;
    }
  }

  public record Answer(int status, String contentType, HttpResponse<byte[]> response) {

    public String text() {
      return new String(response.body(), StandardCharsets.UTF_8);
    }

    public JsonNode json() {
      try {
        return JSON.readTree(response.body());
      } catch (IOException e) {
        throw new UncheckedIOException(status + ": " + text(), e);
      }
    }

    String header(String name) {
      return response.headers().firstValue(name).orElse(null);
    }

    @Override
    public String toString() {
      return status + " " + contentType + " " + text();
    }
  }

  public Answer send(Request request) {
    return sendAsync(request).join();
  }

  public CompletableFuture<Answer> sendAsync(Request request) {
    return client
        .sendAsync(build(request), BodyHandlers.ofByteArray())
        .thenApply(
            response ->
                new Answer(
                    response.statusCode(),
                    response.headers().firstValue("Content-Type").orElse(""),
                    response));
  }

  public HttpClient client() {
    return client;
  }

  public static JsonNode parse(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  private HttpRequest build(Request request) {
    HttpRequest.Builder builder =
        HttpRequest.newBuilder(server.apply(request.path()).resolve(request.path()))
            .timeout(PATIENCE)
            .method(
                request.method(),
                request.body() == null
                    ? BodyPublishers.noBody()
                    : BodyPublishers.ofByteArray(request.body()));
    if (request.token() != null) {
      builder.header("Authorization", "Bearer " + request.token());
    }
    for (int i = 0; i < request.headers().length; i += 2) {
      builder.header(request.headers()[i], request.headers()[i + 1]);
    }
    return builder.build();
  }
}
