package io.tradewind.notifications.control;

import java.util.function.Consumer;

/** The connection to one client: a WebSocket, or a fake in a test. */
public interface ClientConnection {

  /** Why the server closes it. The names are values of a metric's tag: do not rename them. */
  enum Ending {
    TOO_SLOW,
    SILENT,
    BROKEN,
    TOO_MANY,
    SIGNED_OUT,
    STOPPING
  }

  /**
   * Sends one text without waiting for it.
   *
   * @param done called once with whether the text was sent; on any thread, also on the caller's
   *     before this returns
   */
  void send(String text, Consumer<Boolean> done);

  void ping();

  /** Closes the connection without waiting. */
  void hangUp(Ending why);
}
