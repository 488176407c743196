package io.tradewind.database;

import jakarta.persistence.LockTimeoutException;
import jakarta.persistence.OptimisticLockException;
import jakarta.persistence.PessimisticLockException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.sql.SQLException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientException;
import java.util.Set;

/**
 * Distinguishes transient failures, which are retried for as long as it takes, from those that are
 * the message's own fault.
 *
 * <p>SQL states are those of PostgreSQL's appendix A and of SQL:2023: 08 connection, 40 rollback
 * (deadlock, serialisation), 53 resources, 57P server starting or stopping, 55P03 lock not
 * available, 57014 cancelled, 25006 read-only (a failover is under way), 25P03 and 25P04 the server
 * ended a transaction that took too long (this process was suspended, or waited for a lock), 58
 * system error.
 *
 * <p>When a newer version adds a column to a table, each connection of an older version fails once
 * with each statement that it had prepared for all columns; the driver then prepares it again.
 */
public final class RetryableFailures {

  private static final Set<String> CLASSES = Set.of("08", "40", "53", "58");
  private static final Set<String> STATES =
      Set.of("57P01", "57P02", "57P03", "57P05", "55P03", "57014", "25006", "25P03", "25P04");

  private static final String LOCK_NOT_AVAILABLE = "55P03";
  private static final String NOT_SUPPORTED = "0A000";
  private static final String TABLE_HAS_CHANGED = "cached plan must not change result type";

  private RetryableFailures() {}

  public static boolean isRetryable(Throwable failure) {
    return Causes.of(failure).stream().anyMatch(RetryableFailures::isTransient);
  }

  /** Whether waiting for another transaction's lock timed out. */
  public static boolean isLockWait(Throwable failure) {
    return Causes.of(failure).stream()
        .anyMatch(
            cause ->
                cause instanceof SQLException sql && LOCK_NOT_AVAILABLE.equals(sql.getSQLState()));
  }

  private static boolean isTransient(Throwable failure) {
    return failure instanceof SQLTransientException
        || failure instanceof SQLRecoverableException
        || failure instanceof OptimisticLockException
        || failure instanceof PessimisticLockException
        || failure instanceof LockTimeoutException
        || failure instanceof ConnectException
        || failure instanceof SocketException
        || failure instanceof SocketTimeoutException
        || failure instanceof TransientFailure
        || failure instanceof SQLException sql && hasTransientState(sql.getSQLState())
        || failure instanceof SQLException stale && metAChangedTable(stale)
        || isPoolExhaustion(failure);
  }

  /** For a caller that goes on after any other failure: one of all rows is not the fault of one. */
  public static void rethrowIfRetryable(RuntimeException failure) {
    if (isRetryable(failure)) {
      throw failure;
    }
  }

  private static boolean hasTransientState(String state) {
    return state != null
        && state.length() == 5
        && (CLASSES.contains(state.substring(0, 2)) || STATES.contains(state));
  }

  private static boolean metAChangedTable(SQLException failure) {
    return NOT_SUPPORTED.equals(failure.getSQLState())
        && String.valueOf(failure.getMessage()).contains(TABLE_HAS_CHANGED);
  }

  /** Matched by name, because applications cannot reference the container's class. */
  private static boolean isPoolExhaustion(Throwable failure) {
    String name = failure.getClass().getName();
    return name.endsWith(".ConnectionWaitTimeoutException")
        || name.endsWith(".StaleConnectionException")
        || name.endsWith(".ResourceAllocationException");
  }
}
