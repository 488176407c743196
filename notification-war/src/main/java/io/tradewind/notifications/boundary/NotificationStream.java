package io.tradewind.notifications.boundary;

import io.tradewind.notifications.control.PendingHandshakes;
import io.tradewind.notifications.control.PushDispatcher;
import io.tradewind.notifications.control.StreamSubscriber;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.websocket.CloseReason;
import jakarta.websocket.CloseReason.CloseCodes;
import jakarta.websocket.OnClose;
import jakarta.websocket.OnError;
import jakarta.websocket.OnMessage;
import jakarta.websocket.OnOpen;
import jakarta.websocket.PongMessage;
import jakarta.websocket.Session;
import jakarta.websocket.server.ServerEndpoint;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * One client's stream. Every outgoing text frame is a notification; an incoming one only counts as
 * a sign of life. Close codes: 1001 the server stops, 1008 a client too slow, silent or signed out,
 * 1009 a frame too large, 1011 a frame could not be sent, 1013 too many streams of one user.
 */
@ServerEndpoint("/stream")
@Dependent
public class NotificationStream {

  private static final int LARGEST_INCOMING = 1024;

  @Resource ManagedExecutorService executor;

  @Inject PendingHandshakes handshakes;
  @Inject PushDispatcher dispatcher;

  private volatile StreamSubscriber subscriber;

  @OnOpen
  public void open(Session session) throws IOException {
    session.setMaxIdleTimeout(0);
    session.setMaxTextMessageBufferSize(LARGEST_INCOMING);
    session.setMaxBinaryMessageBufferSize(LARGEST_INCOMING);
    Optional<PendingHandshakes.Admission> admission =
        session.getRequestParameterMap().getOrDefault("ticket", List.of()).stream()
            .findFirst()
            .flatMap(handshakes::enter);
    if (admission.isEmpty()) {
      session.close(new CloseReason(CloseCodes.VIOLATED_POLICY, "no ticket"));
      return;
    }
    WebSocketConnection connection = new WebSocketConnection(session, executor);
    subscriber =
        dispatcher.join(admission.get().holder(), admission.get().after(), connection).orElse(null);
  }

  @OnMessage(maxMessageSize = LARGEST_INCOMING)
  public void ignore(String said) {
    signOfLife();
  }

  @OnMessage
  public void pong(PongMessage pong) {
    signOfLife();
  }

  @OnClose
  public void close() {
    leave();
  }

  /** A broken connection is no error of ours; it is closed like any other. */
  @OnError
  public void broken(Session session, Throwable cause) {
    leave();
  }

  private void signOfLife() {
    StreamSubscriber present = subscriber;
    if (present != null) {
      present.signOfLife(System.nanoTime());
    }
  }

  private void leave() {
    StreamSubscriber present = subscriber;
    if (present != null) {
      dispatcher.leave(present);
    }
  }
}
