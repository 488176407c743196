package io.tradewind.notifications.control;

/** The wire to one client: a WebSocket, or what a test puts in its place. */
public interface Line {

  /** Why we hang up. */
  enum Ending {
    TOO_SLOW,
    SILENT,
    TOO_MANY,
    STOPPING
  }

  /**
   * Sends one text without waiting for it.
   *
   * @param sent run once, when the text has left or will never leave; on any thread, also on the
   *     caller's before this returns
   */
  void send(String text, Runnable sent);

  void ping();

  /** Never waits. */
  void hangUp(Ending why);
}
