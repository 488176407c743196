package io.tradewind.messaging;

import io.tradewind.database.Causes;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Sees a failure of the container that no SQL state tells: the same class of exception, which is
 * not the application's, on several keys in a row and nothing handled between them.
 */
final class Brake {

  /** Two bad messages may meet; three of the same kind with nothing good between are no chance. */
  private static final int KEYS = 3;

  /** Values that cannot be stored, rules of the tables, what a statement raises by itself. */
  private static final Set<String> OF_DATA = Set.of("22", "23", "P0");

  private static final Set<String> OF_ROWS =
      Set.of(
          "jakarta.persistence.EntityNotFoundException",
          "jakarta.persistence.EntityExistsException",
          "jakarta.persistence.NoResultException",
          "jakarta.persistence.NonUniqueResultException");

  /**
   * By then it may be the messages' own fault after all: a few are parked, and it is seen again.
   */
  private static final Duration LONGEST_HOLD = Duration.ofMinutes(5);

  private final Set<String> keys = new HashSet<>();
  private String kind;
  private boolean holding;
  private long since;

  /** Whether this failure, alone with its message, is one too many. */
  boolean pulledBy(Received culprit, Throwable failure) {
    String next = ofTheContainer(failure).orElse(null);
    if (next == null || !next.equals(kind)) {
      keys.clear();
    }
    kind = next;
    if (next != null) {
      keys.add(culprit.key() == null ? culprit.place() : culprit.key());
    }
    if (keys.size() < KEYS) {
      return false;
    }
    if (!holding) {
      holding = true;
      since = System.nanoTime();
    }
    if (System.nanoTime() - since > LONGEST_HOLD.toNanos()) {
      release();
    }
    return holding;
  }

  /** Nothing was handled since it was pulled. */
  boolean holds() {
    return holding;
  }

  /** Something was handled: whatever failed before was the message's own. */
  void release() {
    keys.clear();
    holding = false;
  }

  static Optional<String> ofTheContainer(Throwable failure) {
    Throwable cause = Causes.innermost(failure);
    String name = cause.getClass().getName();
    if (cause instanceof SQLException sql) {
      return Fault.inClass(sql, OF_DATA) ? Optional.empty() : Optional.of(name);
    }
    boolean ofAMessage =
        name.startsWith("java.")
            || name.startsWith("io.tradewind.")
            || name.startsWith("com.fasterxml.jackson.")
            || name.startsWith("jakarta.validation.")
            || OF_ROWS.contains(name);
    return ofAMessage ? Optional.empty() : Optional.of(name);
  }
}
