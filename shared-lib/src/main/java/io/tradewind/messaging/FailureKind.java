package io.tradewind.messaging;

import io.tradewind.database.Causes;
import io.tradewind.database.RetryableFailures;
import io.tradewind.database.SystemFault;
import io.tradewind.values.PermanentFailure;
import java.sql.SQLException;
import java.util.Set;

/** The kind of a failure, which decides whether the message is retried or parked. */
enum FailureKind {
  /** Heals by itself: retried for as long as it takes. */
  TRANSIENT,

  /** A fault of the system: no message is parked, an operator has to act. */
  SYSTEM,

  /** Certainly the message's fault: a retry changes nothing. */
  PERMANENT,

  /** The message's fault, or a conflict with another transaction: worth a retry. */
  UNCERTAIN;

  static FailureKind of(Throwable failure) {
    if (SystemFault.of(failure).isPresent()) {
      return SYSTEM;
    }
    if (RetryableFailures.isRetryable(failure)) {
      return TRANSIENT;
    }
    return Causes.of(failure).stream().anyMatch(FailureKind::isPermanent) ? PERMANENT : UNCERTAIN;
  }

  /** SQL states of class 22 mean that a value cannot be stored. */
  private static boolean isPermanent(Throwable failure) {
    return failure instanceof PermanentFailure
        || failure instanceof SQLException sql && inClass(sql, Set.of("22"));
  }

  static boolean inClass(SQLException failure, Set<String> classes) {
    String state = failure.getSQLState();
    return state != null && state.length() == 5 && classes.contains(state.substring(0, 2));
  }
}
