package io.tradewind.notifications.control;

import io.tradewind.database.Transactions;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * JDBC in the current transaction. This service writes hundreds of rows with one statement of
 * arrays and reads for all sockets with one query; entities support neither.
 */
@ApplicationScoped
class Jdbc {

  /** Sets the parameters. */
  interface Binding {
    void bind(Connection connection, PreparedStatement statement) throws SQLException;
  }

  interface Row<T> {
    T read(ResultSet row) throws SQLException;
  }

  /** The cause shows the connector whether a retry may help. */
  static final class Failed extends RuntimeException {
    Failed(SQLException cause) {
      super(cause.getMessage(), cause);
    }
  }

  @Inject Transactions transactions;

  <T> List<T> query(String sql, Binding binding, Row<T> row) {
    try (Connection connection = transactions.connection();
        PreparedStatement statement = connection.prepareStatement(sql)) {
      binding.bind(connection, statement);
      List<T> rows = new ArrayList<>();
      try (ResultSet result = statement.executeQuery()) {
        while (result.next()) {
          rows.add(row.read(result));
        }
      }
      return rows;
    } catch (SQLException failed) {
      throw new Failed(failed);
    }
  }

  int update(String sql, Binding binding) {
    try (Connection connection = transactions.connection();
        PreparedStatement statement = connection.prepareStatement(sql)) {
      binding.bind(connection, statement);
      return statement.executeUpdate();
    } catch (SQLException failed) {
      throw new Failed(failed);
    }
  }
}
