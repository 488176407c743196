package io.tradewind.stack.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** The notifications of one user, as they are pushed. */
final class Stream implements WebSocket.Listener, AutoCloseable {

  private final BlockingQueue<JsonNode> frames = new LinkedBlockingQueue<>();
  private final List<JsonNode> unclaimed = new ArrayList<>();
  private final StringBuilder partial = new StringBuilder();
  private WebSocket socket;

  private Stream() {}

  static Stream open(URI notifications, String ticket) {
    URI uri =
        URI.create(
            notifications.toString().replaceFirst("^http", "ws")
                + "api/notifications/stream?ticket="
                + ticket);
    var stream = new Stream();
    String origin = notifications.toString().replaceFirst("/$", "");
    try {
      stream.socket =
          Http.CLIENT
              .newWebSocketBuilder()
              .header("Origin", origin)
              .connectTimeout(Duration.ofSeconds(10))
              .buildAsync(uri, stream)
              .join();
    } catch (CompletionException e) {
      throw new SceneFailed("The WebSocket did not open: " + e.getCause(), e);
    }
    return stream;
  }

  @Override
  public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
    partial.append(data);
    if (last) {
      frames.add(Http.read(partial.toString()));
      partial.setLength(0);
    }
    from.request(1);
    return null;
  }

  /** Waits for the notification of this type about this order. */
  JsonNode await(String type, String orderId) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (System.nanoTime() < deadline) {
      for (JsonNode frame : unclaimed) {
        if (type.equals(frame.path("type").asText()) && frame.toString().contains(orderId)) {
          unclaimed.remove(frame);
          return frame;
        }
      }
      receive();
    }
    throw new SceneFailed("No " + type + " was pushed for order " + orderId + " within 30 s");
  }

  private void receive() {
    try {
      JsonNode frame = frames.poll(1, TimeUnit.SECONDS);
      if (frame != null) {
        unclaimed.add(frame);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SceneFailed("interrupted", e);
    }
  }

  @Override
  public void close() {
    socket.abort();
  }
}
