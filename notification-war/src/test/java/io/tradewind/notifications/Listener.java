package io.tradewind.notifications;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;

/** A client of a stream. */
final class Listener implements WebSocket.Listener, AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final List<JsonNode> frames = new CopyOnWriteArrayList<>();
  private final StringBuilder part = new StringBuilder();
  private volatile int closeCode;
  private volatile WebSocket socket;

  /**
   * @param origin null to send none
   * @throws Refused with the status of the handshake's answer
   */
  static Listener open(URI stream, String origin) {
    Listener listener = new Listener();
    WebSocket.Builder builder = HttpClient.newHttpClient().newWebSocketBuilder();
    if (origin != null) {
      builder.header("Origin", origin);
    }
    try {
      listener.socket = builder.buildAsync(stream, listener).join();
      return listener;
    } catch (CompletionException failed) {
      if (failed.getCause() instanceof WebSocketHandshakeException refused) {
        throw new Refused(
            refused.getResponse().statusCode(),
            refused.getResponse().headers().firstValue("Content-Type").orElse(""));
      }
      throw failed;
    }
  }

  List<JsonNode> frames() {
    return frames;
  }

  List<Long> numbers() {
    return frames.stream().map(frame -> frame.get("seq").asLong()).toList();
  }

  int closeCode() {
    return closeCode;
  }

  void say(String text) {
    socket.sendText(text, true).join();
  }

  /** Sends a text without waiting for its end: the server may close the stream meanwhile. */
  void begins(String text) {
    socket.sendText(text, true);
  }

  @Override
  public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
    part.append(data);
    if (last) {
      try {
        frames.add(JSON.readTree(part.toString()));
      } catch (JsonProcessingException notJson) {
        throw new AssertionError("not JSON: " + part, notJson);
      }
      part.setLength(0);
    }
    from.request(1);
    return null;
  }

  @Override
  public CompletionStage<?> onClose(WebSocket from, int code, String reason) {
    closeCode = code;
    return null;
  }

  @Override
  public void close() {
    socket.abort();
  }

  /** The handshake was answered with a status other than 101. */
  static final class Refused extends RuntimeException {

    private final int status;
    private final String mediaType;

    Refused(int status, String mediaType) {
      super("refused with " + status);
      this.status = status;
      this.mediaType = mediaType;
    }

    int status() {
      return status;
    }

    String mediaType() {
      return mediaType;
    }
  }
}
