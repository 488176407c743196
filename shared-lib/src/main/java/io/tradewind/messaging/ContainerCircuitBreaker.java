package io.tradewind.messaging;

import io.tradewind.database.Causes;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Detects a failure of the container that no SQL state shows: the same class of exception, not one
 * of the application's, on several keys in a row, with no message handled in between.
 */
final class ContainerCircuitBreaker {

  /** Two bad messages in a row are possible; three of the same kind are no coincidence. */
  private static final int KEYS = 3;

  /** Invalid values, violated constraints, errors raised by a statement itself. */
  private static final Set<String> OF_DATA = Set.of("22", "23", "P0");

  private static final Set<String> OF_ROWS =
      Set.of(
          "jakarta.persistence.EntityNotFoundException",
          "jakarta.persistence.EntityExistsException",
          "jakarta.persistence.NoResultException",
          "jakarta.persistence.NonUniqueResultException");

  /**
   * After this long the messages may be at fault after all: a few are parked, then the brake closes
   * again.
   */
  private static final Duration LONGEST_HOLD = Duration.ofMinutes(5);

  private final Set<String> keys = new HashSet<>();
  private String kind;
  private boolean holding;
  private long since;

  /** Returns whether this failure of a single message stops the channel. */
  boolean recordFailure(Received culprit, Throwable failure) {
    String next = ofTheContainer(failure).orElse(null);
    if (next == null || !next.equals(kind)) {
      keys.clear();
    }
    kind = next;
    if (next != null) {
      keys.add(culprit.key() == null ? culprit.recordId() : culprit.key());
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

  /** Whether nothing has been handled since the brake stopped the channel. */
  boolean holds() {
    return holding;
  }

  /** A message was handled, so earlier failures were the fault of their messages. */
  void release() {
    keys.clear();
    holding = false;
  }

  static Optional<String> ofTheContainer(Throwable failure) {
    Throwable cause = Causes.innermost(failure);
    String name = cause.getClass().getName();
    if (cause instanceof SQLException sql) {
      return FailureKind.inClass(sql, OF_DATA) ? Optional.empty() : Optional.of(name);
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
