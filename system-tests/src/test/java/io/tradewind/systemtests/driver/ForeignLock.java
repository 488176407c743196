package io.tradewind.systemtests.driver;

import io.tradewind.stack.LocalPostgres;
import io.tradewind.stack.Service;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** A lock that another transaction holds in a service's database until it is closed. */
public final class ForeignLock implements AutoCloseable {

  private final Connection database;

  public ForeignLock(LocalPostgres postgres, Service service, String lock) throws SQLException {
    this.database = postgres.superuser(service.id());
    database.setAutoCommit(false);
    try (Statement statement = database.createStatement()) {
      statement.execute(lock);
    } catch (SQLException failed) {
      database.close();
      throw failed;
    }
  }

  /** The number of transactions of the service that wait for the lock. */
  public long waiting() {
    try (Statement look = database.createStatement();
        ResultSet row =
            look.executeQuery(
                "select count(*) from pg_stat_activity where datname = current_database()"
                    + " and pg_backend_pid() = any (pg_blocking_pids(pid))")) {
      row.next();
      return row.getLong(1);
    } catch (SQLException failed) {
      throw new IllegalStateException(failed);
    }
  }

  @Override
  public void close() throws SQLException {
    try (database) {
      database.rollback();
    }
  }
}
