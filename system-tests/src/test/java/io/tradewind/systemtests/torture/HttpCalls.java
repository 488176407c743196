package io.tradewind.systemtests.torture;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.tradewind.systemtests.torture.Journal.Said;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Set;

/** HTTP calls with short time-outs; they distinguish a refusal from an unknown outcome. */
final class HttpCalls {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofSeconds(6);

  /**
   * Statuses that do not tell whether the request was handled: it may be retried with the same key.
   */
  private static final Set<Integer> TELLS_NOTHING = Set.of(401, 408, 425, 429);

  private static final Set<String> IN_PROGRESS = Set.of("request-in-progress");

  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(2))
          .build();

  /**
   * @param status 0 when there was no answer
   */
  record Reply(int status, JsonNode body) {

    Said said() {
      if (status >= 200 && status < 300) {
        return Said.OK;
      }
      boolean unknown =
          status == 0
              || status >= 500
              || TELLS_NOTHING.contains(status)
              || IN_PROGRESS.contains(problem());
      return unknown ? Said.UNKNOWN : Said.REFUSED;
    }

    String problem() {
      String type = body.path("type").asText();
      return type.substring(type.lastIndexOf('/') + 1);
    }

    String detail() {
      return said() == Said.OK ? body.path("status").asText(null) : status + " " + problem();
    }
  }

  HttpClient client() {
    return client;
  }

  Reply get(URI url, String token) {
    return send("GET", url, token, null, null);
  }

  Reply post(URI url, String token, String key, Object body) {
    return send("POST", url, token, key, body);
  }

  Reply send(String method, URI url, String token, String key, Object body) {
    try {
      HttpRequest.Builder request =
          HttpRequest.newBuilder(url)
              .timeout(PATIENCE)
              .header("Content-Type", "application/json")
              .method(
                  method,
                  body == null
                      ? BodyPublishers.noBody()
                      : BodyPublishers.ofString(JSON.writeValueAsString(body)));
      if (token != null) {
        request.header("Authorization", "Bearer " + token);
      }
      if (key != null) {
        request.header("Idempotency-Key", key);
      }
      return reply(client.send(request.build(), BodyHandlers.ofString()));
    } catch (IOException noAnswer) {
      return new Reply(0, MissingNode.getInstance());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Reply(0, MissingNode.getInstance());
    }
  }

  private static Reply reply(HttpResponse<String> response) {
    try {
      return new Reply(response.statusCode(), JSON.readTree(response.body()));
    } catch (IOException noJson) {
      return new Reply(response.statusCode(), MissingNode.getInstance());
    }
  }

  static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
