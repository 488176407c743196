package io.tradewind.scheduling;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.LongSupplier;

/** The threads and scheduled tasks, besides channels and relay, that the service depends on. */
@ApplicationScoped
public class Heartbeats {

  private final Map<String, Heartbeat> byName = new ConcurrentSkipListMap<>();
  private final LongSupplier ticker;

  public Heartbeats() {
    this(System::nanoTime);
  }

  /**
   * @param ticker monotonic nanoseconds
   */
  Heartbeats(LongSupplier ticker) {
    this.ticker = ticker;
  }

  /** For a new thread of that name; replaces an earlier one. */
  public Heartbeat of(String thread) {
    return of(thread, Heartbeat.LONGEST_TURN);
  }

  /**
   * @param longestTurn how long it counts as alive without a beat
   */
  Heartbeat of(String name, Duration longestTurn) {
    Heartbeat heartbeat = new Heartbeat(longestTurn, ticker);
    byName.put(name, heartbeat);
    return heartbeat;
  }

  /** The task is done and no longer checked. */
  void forget(String name) {
    byName.remove(name);
  }

  /** By the name of the thread or task. */
  public Map<String, Heartbeat> all() {
    return byName;
  }
}
