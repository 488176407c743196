package io.tradewind.messaging;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;

/** The threads, besides channels and relay, that this service cannot do without. */
@ApplicationScoped
public class Heartbeats {

  private final Map<String, Heartbeat> byThread = new ConcurrentSkipListMap<>();

  /** For a new thread of that name, in place of an earlier one's. */
  public Heartbeat of(String thread) {
    Heartbeat heartbeat = new Heartbeat();
    byThread.put(thread, heartbeat);
    return heartbeat;
  }

  Map<String, Heartbeat> all() {
    return byThread;
  }
}
