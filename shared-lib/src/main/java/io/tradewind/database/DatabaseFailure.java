package io.tradewind.database;

import jakarta.persistence.PersistenceException;
import java.sql.SQLException;

/** Wraps a checked database failure in the exception that callers of a bean expect. */
public final class DatabaseFailure {

  private DatabaseFailure() {}

  public static PersistenceException unchecked(SQLException failed) {
    return new PersistenceException(failed.getMessage(), failed);
  }
}
