package io.tradewind.database;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;

/** Reads columns that JDBC has no type for. */
public final class Columns {

  private Columns() {}

  /** A {@code timestamptz}, or null. */
  public static Instant instant(ResultSet row, int column) throws SQLException {
    OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
    return time == null ? null : time.toInstant();
  }

  /**
   * The constant with this name, or null.
   *
   * @throws IllegalStateException for a name that only a newer version knows
   */
  public static <E extends Enum<E>> E constant(ResultSet row, int column, Class<E> type)
      throws SQLException {
    String name = row.getString(column);
    try {
      return name == null ? null : Enum.valueOf(type, name);
    } catch (IllegalArgumentException newer) {
      throw new IllegalStateException(
          "only a newer version knows the " + type.getSimpleName() + " " + name, newer);
    }
  }
}
