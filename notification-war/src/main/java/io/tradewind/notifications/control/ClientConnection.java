package io.tradewind.notifications.control;

import java.util.function.Consumer;

/** The wire to one client: a WebSocket, or what a test puts in its place. */
public interface ClientConnection {

  /** Why we hang up. */
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
   * @param done told once whether the text has left; on any thread, also on the caller's before
   *     this returns
   */
  void send(String text, Consumer<Boolean> done);

  void ping();

  /** Never waits. */
  void hangUp(Ending why);
}
