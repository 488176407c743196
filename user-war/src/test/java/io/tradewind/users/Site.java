package io.tradewind.users;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/** The service as a client on the network meets it. */
final class Site {

  /** An answer, with its body read when it is JSON. */
  record Answer(int status, JsonNode body, Map<String, String> headers) {

    String text(String field) {
      return body.path(field).asText();
    }

    /** The last part of the problem's type. */
    String problem() {
      String type = text("type");
      return type.substring(type.lastIndexOf('/') + 1);
    }
  }

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final URI root;

  Site(URI server) {
    this.root = server.resolve("/api/users/");
  }

  Answer post(String path, String token, Object body) {
    return send(request(path, token).POST(BodyPublishers.ofString(json(body))));
  }

  CompletableFuture<Answer> postLater(String path, Object body) {
    HttpRequest request = request(path, null).POST(BodyPublishers.ofString(json(body))).build();
    return HTTP.sendAsync(request, BodyHandlers.ofString()).thenApply(Site::answer);
  }

  Answer get(String path, String token) {
    return send(request(path, token).GET());
  }

  Answer delete(String path, String token) {
    return send(request(path, token).DELETE());
  }

  Answer patch(String path, String token, String ifMatch, Object body) {
    HttpRequest.Builder request = request(path, token);
    if (ifMatch != null) {
      request.header("If-Match", ifMatch);
    }
    return send(request.method("PATCH", BodyPublishers.ofString(json(body))));
  }

  private HttpRequest.Builder request(String path, String token) {
    URI uri =
        path.isEmpty() ? URI.create(root.toString().replaceAll("/$", "")) : root.resolve(path);
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri).header("Content-Type", "application/json");
    return token == null ? request : request.header("Authorization", "Bearer " + token);
  }

  private static Answer send(HttpRequest.Builder request) {
    try {
      return answer(HTTP.send(request.build(), BodyHandlers.ofString()));
    } catch (IOException failed) {
      throw new AssertionError("the service did not answer", failed);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new AssertionError(stopped);
    }
  }

  private static Answer answer(HttpResponse<String> response) {
    Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    response.headers().map().forEach((name, values) -> headers.put(name, values.get(0)));
    return new Answer(response.statusCode(), tree(response.body()), headers);
  }

  private static JsonNode tree(String body) {
    try {
      return body.isEmpty() ? JSON.createObjectNode() : JSON.readTree(body);
    } catch (JsonProcessingException notJson) {
      throw new AssertionError("not JSON: " + body, notJson);
    }
  }

  private static String json(Object body) {
    try {
      return body instanceof String text ? text : JSON.writeValueAsString(body);
    } catch (JsonProcessingException impossible) {
      throw new AssertionError(impossible);
    }
  }
}
