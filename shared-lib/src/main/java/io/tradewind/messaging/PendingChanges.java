package io.tradewind.messaging;

import io.tradewind.database.ArrayParameters;
import java.sql.SQLException;

/**
 * Rows that a transaction has decided and not written yet. They are written just before the commit,
 * in one statement with the transaction's messages.
 */
public interface PendingChanges {

  /** Whether there is nothing to write. */
  boolean isEmpty();

  /**
   * SQL: data-modifying common table expressions, {@code name as (...)}, separated by commas. The
   * same text each time, so that it is prepared once. All see the same snapshot, so none may depend
   * on another.
   */
  String expressions();

  /** Sets the parameters of the expressions. */
  void bind(ArrayParameters parameters) throws SQLException;

  /** They are written; what is changed later in the same transaction is pending again. */
  void written();
}
