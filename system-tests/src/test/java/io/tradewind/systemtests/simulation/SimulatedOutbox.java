package io.tradewind.systemtests.simulation;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * A service's outbox: written in its transaction, sent after it, kept in case a broker loses its
 * data.
 */
final class SimulatedOutbox {

  private final List<Wire> rows = new ArrayList<>();
  private final List<Wire> unsent = new ArrayList<>();
  private final Map<UUID, Instant> sentAt = new HashMap<>();

  void add(Wire message) {
    rows.add(message);
    unsent.add(message);
  }

  boolean hasUnsent() {
    return !unsent.isEmpty();
  }

  long unsent() {
    return unsent.size();
  }

  Wire oldest() {
    return unsent.get(0);
  }

  void mark(Wire message, Instant now) {
    unsent.remove(message);
    sentAt.put(message.id(), now);
  }

  /** When the message was sent; null while it waits. */
  Instant sentAt(UUID id) {
    return sentAt.get(id);
  }

  void sendAgain(UUID id) {
    rows.stream().filter(row -> row.id().equals(id)).findFirst().ifPresent(this::arm);
  }

  void republish(Class<? extends Wire> kind) {
    rows.stream().filter(kind::isInstance).forEach(this::arm);
  }

  private void arm(Wire row) {
    sentAt.remove(row.id());
    if (!unsent.contains(row)) {
      unsent.add(row);
    }
  }
}
