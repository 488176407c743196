package io.tradewind.notifications.control;

import io.tradewind.notifications.control.ClientConnection.Ending;
import io.tradewind.notifications.control.Tickets.Holder;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.UUID;

/**
 * One socket's place in its user's notifications. Frames are taken in order without a gap and go
 * out one at a time. The queue is short: a subscriber that falls behind is not remembered in memory
 * but read from the database again when its queue has drained.
 */
public final class StreamSubscriber {

  static final int CAPACITY = 64;

  /** Who feeds readers and wants to know what becomes of them. */
  interface Feeder {

    /** A subscriber that fell behind has room again. */
    void drained(StreamSubscriber subscriber);

    /** We hung up on it. */
    void dropped(StreamSubscriber subscriber, Ending why);
  }

  private final Holder holder;
  private final ClientConnection connection;
  private final Deque<Frame> queue = new ArrayDeque<>();
  private final Feeder feeder;

  /** The last number that was queued; everything up to it has been sent or will be. */
  private long cursor;

  private boolean sending;
  private boolean behind;
  private boolean closed;
  private long sendingSince;
  private long lastPing;
  private long lastHeard;

  /**
   * @param after the client has everything up to here
   */
  StreamSubscriber(
      Holder holder, long after, ClientConnection connection, long now, Feeder feeder) {
    this.holder = holder;
    this.cursor = after;
    this.connection = connection;
    this.lastPing = now;
    this.lastHeard = now;
    this.feeder = feeder;
  }

  UUID userId() {
    return holder.userId();
  }

  /** The mark of the sign-in that it was opened with, or null. */
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
   * @return false when something before it is missing or there is no room: read again from {@link
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

  /** The client answered a ping or said something. */
  public synchronized void heard(long now) {
    lastHeard = now;
  }

  /** Pings when it is time, and hangs up on a client that takes too long or has gone silent. */
  void tend(long now, long sendTimeoutNanos, long pingNanos) {
    Ending ending = null;
    boolean ping = false;
    synchronized (this) {
      if (closed) {
        return;
      }
      if (sending && now - sendingSince > sendTimeoutNanos) {
        ending = Ending.TOO_SLOW;
      } else if (now - lastHeard > 3 * pingNanos) {
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

  /** The socket is gone; whether it was not known before. */
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

  /**
   * After a frame that was lost, every later one would leave a hole: the client has to come back.
   */
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
