package io.tradewind.database;

import jakarta.persistence.PersistenceException;
import java.sql.SQLException;

/** Turns a checked database failure into what callers of a bean expect, keeping its cause. */
public final class DatabaseFailure {

  private DatabaseFailure() {}

  public static PersistenceException unchecked(SQLException failed) {
    return new PersistenceException(failed.getMessage(), failed);
  }
}
