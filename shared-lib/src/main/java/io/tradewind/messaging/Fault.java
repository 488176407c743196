package io.tradewind.messaging;

import io.tradewind.database.Causes;
import io.tradewind.database.RetryableFailures;
import io.tradewind.database.SystemFault;
import io.tradewind.values.PermanentFailure;
import java.sql.SQLException;
import java.util.Set;

/** Whose fault a failure is, which decides what becomes of the message. */
enum Fault {
  /** Nobody's: it heals by itself, and is tried again for as long as it takes. */
  TRANSIENT,

  /** The system's: nothing is parked for it, and a person has to do something. */
  SYSTEM,

  /** The message's for certain: trying again changes nothing. */
  PERMANENT,

  /** Perhaps the message's, perhaps another's lock or row: worth another try. */
  UNCERTAIN;

  static Fault of(Throwable failure) {
    if (SystemFault.of(failure).isPresent()) {
      return SYSTEM;
    }
    if (RetryableFailures.heals(failure)) {
      return TRANSIENT;
    }
    return Causes.of(failure).stream().anyMatch(Fault::isPermanent) ? PERMANENT : UNCERTAIN;
  }

  /** SQL states of class 22 say that a value cannot be stored. */
  private static boolean isPermanent(Throwable failure) {
    return failure instanceof PermanentFailure
        || failure instanceof SQLException sql && inClass(sql, Set.of("22"));
  }

  static boolean inClass(SQLException failure, Set<String> classes) {
    String state = failure.getSQLState();
    return state != null && state.length() == 5 && classes.contains(state.substring(0, 2));
  }
}
