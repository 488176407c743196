package io.tradewind.systemtests.driver;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;

/** A user's open socket and the frames that it received. */
public final class NotificationStream implements AutoCloseable {

  private final List<JsonNode> frames = new CopyOnWriteArrayList<>();
  private final CompletableFuture<Integer> closed = new CompletableFuture<>();
  private final WebSocket socket;

  private NotificationStream(RawHttp raw, URI uri, String origin) {
    WebSocket.Builder builder = raw.client().newWebSocketBuilder();
    if (origin != null) {
      builder.header("Origin", origin);
    }
    socket = builder.buildAsync(uri, new Listener()).join();
  }

  /**
   * @param origin null for none
   * @throws java.util.concurrent.CompletionException when the handshake is refused
   */
  public static NotificationStream open(
      RawHttp raw, URI base, String ticket, long after, String origin) {
    URI uri =
        URI.create(
            base.toString().replaceFirst("^http", "ws")
                + "api/notifications/stream?ticket="
                + ticket
                + "&after="
                + after);
    return new NotificationStream(raw, uri, origin);
  }

  public List<JsonNode> frames() {
    return frames;
  }

  /** The first notification of this type about this order; null after the time-out. */
  public JsonNode await(String type, String orderId, Duration patience) {
    return Eventually.ask(
        patience, () -> first(frame -> isAbout(frame, type, orderId)), frame -> frame != null);
  }

  private static boolean isAbout(JsonNode frame, String type, String orderId) {
    return frame.path("type").asText().equals(type)
        && frame.path("data").path("orderId").asText().equals(orderId);
  }

  private JsonNode first(Predicate<JsonNode> wanted) {
    return frames.stream().filter(wanted).findFirst().orElse(null);
  }

  public CompletableFuture<Integer> closed() {
    return closed;
  }

  @Override
  public void close() {
    socket.abort();
  }

  private final class Listener implements WebSocket.Listener {

    private final StringBuilder partial = new StringBuilder();

    @Override
    public CompletionStage<?> onText(WebSocket source, CharSequence text, boolean last) {
      partial.append(text);
      if (last) {
        frames.add(RawHttp.parse(partial.toString()));
        partial.setLength(0);
      }
      source.request(1);
      return null;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket source, int code, String reason) {
      closed.complete(code);
      return null;
    }

    @Override
    public void onError(WebSocket source, Throwable error) {
      closed.completeExceptionally(error);
    }
  }
}
