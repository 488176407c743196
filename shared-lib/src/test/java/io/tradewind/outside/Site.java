package io.tradewind.outside;

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
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/**
 * A service as a client on the network sees it.
 *
 * @param root the prefix of every path, used unchanged
 */
public record Site(String root) {

  /** Longer than the longest wait that a client may ask for. */
  private static final Duration PATIENCE = Duration.ofSeconds(40);

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  /**
   * @param headers by name, in upper or lower case
   */
  public record Answer(int status, String raw, Map<String, String> headers) {

    /** An empty object when there is no body. */
    public JsonNode body() {
      return raw.isEmpty() ? JSON.createObjectNode() : tree(raw);
    }

    public String id() {
      return text("id");
    }

    public String text(String field) {
      return body().path(field).asText();
    }

    /** The last part of the problem's type. */
    public String problem() {
      String type = text("type");
      return type.substring(type.lastIndexOf('/') + 1);
    }
  }

  /** The resources of one service. */
  public static Site of(URI server, String service) {
    return new Site(server.resolve("/api/" + service).toString());
  }

  /**
   * @param token null for an anonymous caller
   */
  public Answer get(String path, String token) {
    return send("GET", path, token, null);
  }

  public Answer delete(String path, String token) {
    return send("DELETE", path, token, null);
  }

  public Answer post(String path, String token, Object body) {
    return send("POST", path, token, body);
  }

  public CompletableFuture<Answer> getLater(String path, String token) {
    return later(request("GET", path, token, null));
  }

  public CompletableFuture<Answer> postLater(String path, Object body) {
    return later(request("POST", path, null, body));
  }

  private static CompletableFuture<Answer> later(HttpRequest request) {
    return HTTP.sendAsync(request, BodyHandlers.ofString()).thenApply(Site::answer);
  }

  /**
   * @param body JSON, or an object to convert to JSON, or null for none
   * @param headers names and values in turn; a null value leaves its header out
   */
  public Answer send(String method, String path, String token, Object body, String... headers) {
    try {
      return answer(
          HTTP.send(request(method, path, token, body, headers), BodyHandlers.ofString()));
    } catch (IOException failed) {
      throw new AssertionError("the service did not answer", failed);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new AssertionError(stopped);
    }
  }

  private HttpRequest request(
      String method, String path, String token, Object body, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(root + path))
            .timeout(PATIENCE)
            .method(
                method,
                body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(json(body)));
    if (body != null) {
      request.header("Content-Type", "application/json");
    }
    if (token != null) {
      request.header("Authorization", "Bearer " + token);
    }
    for (int name = 0; name < headers.length; name += 2) {
      if (headers[name + 1] != null) {
        request.header(headers[name], headers[name + 1]);
      }
    }
    return request.build();
  }

  private static Answer answer(HttpResponse<String> response) {
    Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    response.headers().map().forEach((name, values) -> headers.put(name, values.get(0)));
    return new Answer(response.statusCode(), response.body(), headers);
  }

  private static JsonNode tree(String body) {
    try {
      return JSON.readTree(body);
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
