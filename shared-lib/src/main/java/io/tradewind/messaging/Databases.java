package io.tradewind.messaging;

import jakarta.persistence.PersistenceException;
import java.sql.SQLException;

/** Turns a checked database failure into what callers of a bean expect, keeping its cause. */
final class Databases {

  private Databases() {}

  static PersistenceException unchecked(SQLException failed) {
    return new PersistenceException(failed.getMessage(), failed);
  }
}
