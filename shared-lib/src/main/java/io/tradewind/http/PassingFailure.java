package io.tradewind.http;

import jakarta.persistence.OptimisticLockException;
import jakarta.persistence.PessimisticLockException;
import java.sql.SQLException;
import java.sql.SQLTransientException;
import java.util.Set;

/** Failures that are nobody's mistake and are gone the next time: a deadlock, a lost connection. */
final class PassingFailure {

  /**
   * SQLSTATE classes: 08 connection, 40 serialisation and deadlock, 53 resources, 57 the server
   * goes down; 55P03 is a lock that was not had.
   */
  private static final Set<String> CLASSES = Set.of("08", "40", "53", "57");

  private static final String LOCK_NOT_AVAILABLE = "55P03";
  private static final int DEEPEST = 20;

  private PassingFailure() {}

  static boolean isIn(Throwable thrown) {
    Throwable here = thrown;
    for (int depth = 0; here != null && depth < DEEPEST; depth++) {
      if (here instanceof OptimisticLockException
          || here instanceof PessimisticLockException
          || here instanceof SQLTransientException
          || here instanceof SQLException sql && passes(sql.getSQLState())) {
        return true;
      }
      here = here.getCause();
    }
    return false;
  }

  private static boolean passes(String state) {
    return state != null
        && state.length() == 5
        && (CLASSES.contains(state.substring(0, 2)) || state.equals(LOCK_NOT_AVAILABLE));
  }
}
