package io.tradewind.database;

import java.sql.Connection;
import java.sql.SQLException;

/** Transactions on the service's own database, and the connection that takes part in them. */
public interface Transactions {

  /** Commits what the work did, or nothing when it throws. */
  void run(Work work) throws Exception;

  /**
   * A connection that takes part in the current transaction; closing it returns it to the pool.
   *
   * @throws IllegalStateException without a transaction: then a connection that breaks stays in the
   *     pool until its thread ends, and threads that serve as long as the service use up the pool
   */
  Connection connection() throws SQLException;

  /** Work in a transaction. */
  @FunctionalInterface
  interface Work {
    void run() throws Exception;
  }
}
