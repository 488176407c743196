package io.tradewind.notifications.control;

import io.tradewind.notifications.control.ClientConnection.Ending;
import io.tradewind.notifications.control.Tickets.Holder;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.UUID;

/**
 * The position of one socket in its user's notifications. Frames are queued in order without a gap
 * and sent one at a time. The queue is short: a subscriber that falls behind is read from the
 * database again when its queue has drained.
 */
public final class StreamSubscriber {

  static final int CAPACITY = 64;

  /** Owns the subscribers and is notified of their state. */
  interface Feeder {

    /** A subscriber that fell behind has room again. */
    void drained(StreamSubscriber subscriber);

    /** The server closed the connection. */
    void dropped(StreamSubscriber subscriber, Ending why);
  }

  private final Holder holder;
  private final ClientConnection connection;
  private final Deque<Frame> queue = new ArrayDeque<>();
  private final Feeder feeder;

  /** The last number that was queued; everything up to it was sent or will be. */
  private long cursor;

  private boolean sending;
  private boolean behind;
  private boolean closed;
  private long sendingSince;
  private long lastPing;
  private long lastSignOfLife;

  /**
   * @param after the last number that the client has
   */
  StreamSubscriber(
      Holder holder, long after, ClientConnection connection, long now, Feeder feeder) {
    this.holder = holder;
    this.cursor = after;
    this.connection = connection;
    this.lastPing = now;
    this.lastSignOfLife = now;
    this.feeder = feeder;
  }

  UUID userId() {
    return holder.userId();
  }

  /** The hash of the session that it was opened with, or null. */
  String session() {
    return holder.session();
  }

  synchronized long cursor() {
    return cursor;
  }

  synchronized boolean hasRoom() {
    return !closed && queue.size() <= CAPACITY / 2;
  }

  /**
   * Queues the frame when it is the next one; drops it when the client has it.
   *
   * @return false when an earlier one is missing or there is no room: read again from {@link
   *     #cursor()}
   */
  boolean offer(Frame frame) {
    synchronized (this) {
      if (closed || frame.seq() <= cursor) {
        return true;
      }
      if (frame.seq() != cursor + 1 || queue.size() >= CAPACITY) {
        behind = true;
        return false;
      }
      cursor = frame.seq();
      queue.add(frame);
    }
    sendNext();
    return true;
  }

  /** The client answered a ping or sent something. */
  public synchronized void signOfLife(long now) {
    lastSignOfLife = now;
  }

  /** Pings when due, and closes the connection to a client that is too slow or silent. */
  void tend(long now, long sendTimeoutNanos, long pingNanos) {
    Ending ending = null;
    boolean ping = false;
    synchronized (this) {
      if (closed) {
        return;
      }
      if (sending && now - sendingSince > sendTimeoutNanos) {
        ending = Ending.TOO_SLOW;
      } else if (now - lastSignOfLife > 3 * pingNanos) {
        ending = Ending.SILENT;
      } else if (!sending && now - lastPing > pingNanos) {
        ping = true;
        lastPing = now;
      }
    }
    if (ending != null) {
      hangUp(ending);
    } else if (ping) {
      connection.ping();
    }
  }

  void hangUp(Ending why) {
    if (close()) {
      connection.hangUp(why);
      feeder.dropped(this, why);
    }
  }

  /** Closes it; returns whether it was open. */
  synchronized boolean close() {
    boolean first = !closed;
    closed = true;
    queue.clear();
    return first;
  }

  private void sendNext() {
    Frame next;
    synchronized (this) {
      if (closed || sending || queue.isEmpty()) {
        return;
      }
      next = queue.poll();
      sending = true;
      sendingSince = System.nanoTime();
    }
    connection.send(next.text(), this::sent);
  }

  /** After a lost frame every later one would leave a gap, so the client has to reconnect. */
  private void sent(boolean ok) {
    if (!ok) {
      hangUp(Ending.BROKEN);
      return;
    }
    boolean roomAgain;
    synchronized (this) {
      sending = false;
      roomAgain = behind && queue.size() <= CAPACITY / 2;
      behind = behind && !roomAgain;
    }
    sendNext();
    if (roomAgain) {
      feeder.drained(this);
    }
  }
}
