package io.tradewind.notifications.boundary;

import io.tradewind.notifications.control.ClientConnection;
import jakarta.websocket.CloseReason;
import jakarta.websocket.CloseReason.CloseCodes;
import jakarta.websocket.Session;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * A WebSocket as a client connection. Closing may wait for the network, so another thread does it.
 */
final class WebSocketConnection implements ClientConnection {

  private static final System.Logger LOG = System.getLogger(WebSocketConnection.class.getName());

  private final Session session;
  private final Executor executor;

  WebSocketConnection(Session session, Executor executor) {
    this.session = session;
    this.executor = executor;
  }

  @Override
  public void send(String text, Consumer<Boolean> done) {
    try {
      session.getAsyncRemote().sendText(text, result -> done.accept(result.isOK()));
    } catch (RuntimeException closing) {
      LOG.log(System.Logger.Level.DEBUG, "a frame found its socket closing", closing);
      done.accept(false);
    }
  }

  @Override
  public void ping() {
    try {
      session.getAsyncRemote().sendPing(ByteBuffer.allocate(0));
    } catch (IOException | RuntimeException closing) {
      LOG.log(System.Logger.Level.DEBUG, "a ping found its socket closing", closing);
    }
  }

  @Override
  public void hangUp(Ending why) {
    executor.execute(() -> close(why));
  }

  private void close(Ending why) {
    try {
      session.close(new CloseReason(code(why), why.name()));
    } catch (IOException | RuntimeException alreadyGone) {
      LOG.log(System.Logger.Level.DEBUG, "a socket was gone before it was closed", alreadyGone);
    }
  }

  private static CloseCodes code(Ending why) {
    return switch (why) {
      case TOO_SLOW, SILENT, SIGNED_OUT -> CloseCodes.VIOLATED_POLICY;
      case BROKEN -> CloseCodes.UNEXPECTED_CONDITION;
      case TOO_MANY -> CloseCodes.TRY_AGAIN_LATER;
      case STOPPING -> CloseCodes.GOING_AWAY;
    };
  }
}
