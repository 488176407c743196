package io.tradewind.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Notifications as they are pushed, over one WebSocket. Any thread may read and close. */
public final class NotificationStream implements AutoCloseable {

  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final Duration HANDSHAKE = Duration.ofSeconds(10);

  private final BlockingQueue<Notification> received = new LinkedBlockingQueue<>();
  private final CompletableFuture<Integer> closed = new CompletableFuture<>();
  private volatile WebSocket socket;

  private NotificationStream() {}

  /**
   * @param root of the server, http or https
   * @throws TradewindProblem 401 for a ticket that is unknown, used or expired, 403 for the origin
   */
  static NotificationStream open(URI root, String ticket, long after) {
    NotificationStream stream = new NotificationStream();
    URI address =
        URI.create(
            root.resolve("/api/notifications/stream").toString().replaceFirst("^http", "ws")
                + "?ticket="
                + ticket
                + "&after="
                + after);
    String origin = root.getScheme() + "://" + root.getAuthority();
    try {
      stream.socket =
          HTTP.newWebSocketBuilder()
              .connectTimeout(HANDSHAKE)
              .header("Origin", origin)
              .buildAsync(address, stream.new Listener())
              .join();
      return stream;
    } catch (CompletionException failure) {
      throw refusal(failure);
    }
  }

  /** The next notification, or empty when none came in time. */
  public Optional<Notification> next(Duration patience) throws InterruptedException {
    return Optional.ofNullable(received.poll(patience.toMillis(), TimeUnit.MILLISECONDS));
  }

  /** The close code, once the server has closed. */
  public CompletableFuture<Integer> closed() {
    return closed.copy();
  }

  @Override
  public void close() {
    socket.sendClose(WebSocket.NORMAL_CLOSURE, "").exceptionally(gone -> null);
  }

  private static RuntimeException refusal(CompletionException failure) {
    if (failure.getCause() instanceof WebSocketHandshakeException refused) {
      int status = refused.getResponse().statusCode();
      return new TradewindProblem(
          URI.create("about:blank"), status, "Refused", null, Map.of(), null);
    }
    return failure;
  }

  private final class Listener implements WebSocket.Listener {

    private final StringBuilder frame = new StringBuilder();

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
      frame.append(part);
      if (last) {
        String text = frame.toString();
        frame.setLength(0);
        try {
          received.add(ClientJson.MAPPER.readValue(text, Notification.class));
        } catch (JsonProcessingException notOurs) {
          closed.completeExceptionally(notOurs);
        }
      }
      from.request(1);
      return null;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket from, int code, String reason) {
      closed.complete(code);
      return null;
    }

    @Override
    public void onError(WebSocket from, Throwable failure) {
      closed.completeExceptionally(failure);
    }
  }
}
