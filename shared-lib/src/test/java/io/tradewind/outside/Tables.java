package io.tradewind.outside;

import io.tradewind.stack.LocalPostgres;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * The database of one service, accessed by its owner.
 *
 * @param service also the name of the database and of the role that the service runs as
 */
public record Tables(LocalPostgres postgres, String service) {

  /** The single number that a query returns. */
  public long number(String query) {
    return Long.parseLong(text(query));
  }

  /** The single value that a query returns, as PostgreSQL writes it. */
  public String text(String query) {
    try (Connection connection = asOwner();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      rows.next();
      return rows.getString(1);
    } catch (SQLException failed) {
      throw new IllegalStateException(query, failed);
    }
  }

  /** Makes a change that no client could make. */
  public void change(String statement) {
    try (Connection connection = asOwner();
        Statement writing = connection.createStatement()) {
      writing.executeUpdate(statement);
    } catch (SQLException failed) {
      throw new IllegalStateException(statement, failed);
    }
  }

  /** The SQL state with which the service's own role is refused, or "nothing". */
  public String refusalOf(String statement) {
    try (Connection connection = postgres.connect(service, service);
        Statement writing = connection.createStatement()) {
      writing.execute(statement);
      return "nothing";
    } catch (SQLException refused) {
      return refused.getSQLState();
    }
  }

  /** Ends every session of the service, as a restart of PostgreSQL does. */
  public void endSessions() {
    try (Connection connection = postgres.connect(service, service);
        Statement ending = connection.createStatement()) {
      ending.execute(
          "select pg_terminate_backend(pid) from pg_stat_activity"
              + " where usename = current_user and pid <> pg_backend_pid()");
    } catch (SQLException failed) {
      throw new IllegalStateException("the sessions of " + service + " go on", failed);
    }
  }

  private Connection asOwner() throws SQLException {
    return postgres.connect(service, service + "_owner");
  }
}
