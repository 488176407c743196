package io.tradewind.systemtests.simulation;

import io.tradewind.systemtests.driver.SeededRandom;
import java.util.ArrayList;
import java.util.List;

/**
 * A broker at its worst: until it is healed it may lose what it has acknowledged, delivers in any
 * order and delivers again what was handled long ago.
 */
final class SimulatedBroker {

  private static final int LOST = 8;

  private final SeededRandom chance;
  private final List<Wire> waiting = new ArrayList<>();
  private final List<Wire> history = new ArrayList<>();
  private final boolean loses;
  private boolean unreliable = true;

  /** Half of the brokers lose nothing that they have acknowledged. */
  SimulatedBroker(SeededRandom chance) {
    this.chance = chance;
    this.loses = chance.percent(50);
  }

  boolean loses() {
    return loses;
  }

  void heal() {
    unreliable = false;
  }

  /**
   * @return whether the message will be delivered, which the sender cannot know
   */
  boolean send(Wire message) {
    history.add(message);
    boolean kept = !unreliable || !loses || !chance.percent(LOST);
    if (kept) {
      waiting.add(message);
    }
    return kept;
  }

  boolean isEmpty() {
    return waiting.isEmpty();
  }

  /** The next message to be handled; it stays until it is {@link #handled}. */
  Wire next() {
    return unreliable ? chance.of(waiting) : waiting.get(0);
  }

  void handled(Wire message) {
    waiting.remove(message);
  }

  /** Delivers an old message again. */
  void repeat() {
    if (!history.isEmpty()) {
      waiting.add(chance.of(history));
    }
  }
}
