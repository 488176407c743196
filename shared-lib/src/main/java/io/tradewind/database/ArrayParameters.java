package io.tradewind.database;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Collection;
import java.util.function.Function;

/**
 * Sets the parameters of a statement for many rows, one array for each column: {@code
 * unnest(?::uuid[], ?::text[])}. The statement is the same for any number of rows, so it is
 * prepared once.
 */
public final class ArrayParameters {

  private final PreparedStatement statement;
  private int last;

  public ArrayParameters(PreparedStatement statement) {
    this.statement = statement;
  }

  /**
   * Sets the next parameter.
   *
   * @param type PostgreSQL's name of the element type
   * @param column the value of a row, which may be null
   */
  public <R> ArrayParameters add(String type, Collection<R> rows, Function<R, ?> column)
      throws SQLException {
    Object[] values = rows.stream().map(column).toArray();
    statement.setArray(++last, statement.getConnection().createArrayOf(type, values));
    return this;
  }

  /** The same for {@code bytea}. */
  public <R> ArrayParameters addBytes(Collection<R> rows, Function<R, byte[]> column)
      throws SQLException {
    byte[][] values = rows.stream().map(column).toArray(byte[][]::new);
    statement.setArray(++last, statement.getConnection().createArrayOf("bytea", values));
    return this;
  }
}
