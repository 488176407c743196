package io.tradewind.database;

import java.sql.SQLException;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;

/** The causes of a failure, in all the ways in which containers and drivers wrap it. */
public final class Causes {

  private Causes() {}

  /**
   * The failure, its causes, their suppressed exceptions and those that a driver chained to them.
   */
  public static Set<Throwable> of(Throwable failure) {
    Set<Throwable> causes = Collections.newSetFromMap(new IdentityHashMap<>());
    collect(failure, causes);
    return causes;
  }

  private static void collect(Throwable failure, Set<Throwable> causes) {
    if (failure == null || !causes.add(failure)) {
      return;
    }
    if (failure instanceof SQLException sql) {
      collect(sql.getNextException(), causes);
    }
    for (Throwable suppressed : failure.getSuppressed()) {
      collect(suppressed, causes);
    }
    collect(failure.getCause(), causes);
  }

  /** The innermost cause names the fault; the outer ones are the container's wrapping. */
  public static Throwable innermost(Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null && cause.getCause() != cause) {
      cause = cause.getCause();
    }
    return cause;
  }
}
