package io.tradewind.scheduling;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.LongSupplier;

/**
 * The threads and scheduled tasks, besides channels and relay, that this service cannot do without.
 */
@ApplicationScoped
public class Heartbeats {

  private final Map<String, Heartbeat> byName = new ConcurrentSkipListMap<>();
  private final LongSupplier ticker;

  public Heartbeats() {
    this(System::nanoTime);
  }

  /**
   * @param ticker nanoseconds that only ever grow
   */
  Heartbeats(LongSupplier ticker) {
    this.ticker = ticker;
  }

  /** For a new thread of that name, in place of an earlier one's. */
  public Heartbeat of(String thread) {
    return of(thread, Heartbeat.LONGEST_TURN);
  }

  /**
   * @param longestTurn how long it may not beat and is well
   */
  Heartbeat of(String name, Duration longestTurn) {
    Heartbeat heartbeat = new Heartbeat(longestTurn, ticker);
    byName.put(name, heartbeat);
    return heartbeat;
  }

  /** Nobody waits for it any more: it has done what it was there for. */
  void forget(String name) {
    byName.remove(name);
  }

  /** By the name of the thread or task. */
  public Map<String, Heartbeat> all() {
    return byName;
  }
}
