package io.tradewind.database;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Locks rows and reads them with the rows that belong to them, in one statement.
 *
 * <p>When another transaction has changed a row while its lock was awaited, PostgreSQL reads that
 * row again ("Read Committed Isolation Level" in its documentation), but not the rows that are
 * joined to it. So the statement joins the locked table once more and returns the version of the
 * row twice: {@code locked_version} and, as the join has seen it, {@code joined_version}. When they
 * differ, it runs again, under the locks that the transaction has by then.
 *
 * @param <T> what is read
 */
public final class LockingQuery<T> {

  /** Adds a row of the result to what was read before. */
  @FunctionalInterface
  public interface Reader<T> {
    void read(ResultSet row, T found) throws SQLException;
  }

  private final String sql;
  private final Supplier<T> nothing;
  private final Reader<T> reader;

  /**
   * @param sql with one parameter, the array of the ids
   * @param nothing makes an empty result
   */
  public LockingQuery(String sql, Supplier<T> nothing, Reader<T> reader) {
    this.sql = sql;
    this.nothing = nothing;
    this.reader = reader;
  }

  public T run(Connection connection, Collection<UUID> ids) throws SQLException {
    T found = nothing.get();
    if (isCurrent(connection, ids, found)) {
      return found;
    }
    T again = nothing.get();
    isCurrent(connection, ids, again);
    return again;
  }

  private boolean isCurrent(Connection connection, Collection<UUID> ids, T found)
      throws SQLException {
    boolean current = true;
    try (PreparedStatement select = connection.prepareStatement(sql)) {
      new ArrayParameters(select).add("uuid", ids, Function.identity());
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          reader.read(row, found);
          current &= row.getLong("locked_version") == row.getLong("joined_version");
        }
      }
    }
    return current;
  }
}
