package io.tradewind.notifications.control;

import io.tradewind.notifications.entity.Notification;

/**
 * A notification as text for the socket, serialised once for all of its user's sockets. The data is
 * JSON already; the type is one of our own words and needs no escaping.
 */
record Frame(long seq, String text) {

  static Frame of(Notification notification) {
    return new Frame(
        notification.seq(),
        "{\"seq\":"
            + notification.seq()
            + ",\"type\":\""
            + notification.type()
            + "\",\"data\":"
            + notification.data()
            + ",\"at\":\""
            + notification.at()
            + "\"}");
  }
}
