package io.tradewind.systemtests.driver;

import io.tradewind.stack.LocalPostgres;
import io.tradewind.stack.Service;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** The database role of a service, which loses rights for a while. */
public final class RuntimeRole {

  private final LocalPostgres postgres;
  private final String name;

  public RuntimeRole(LocalPostgres postgres, Service service) {
    this.postgres = postgres;
    this.name = service.id();
  }

  /** Runs while a right is gone. */
  public interface Meanwhile {
    void happens();
  }

  /** Changes the role's password and closes its connections; then restores the password. */
  public void losesItsPassword(Meanwhile meanwhile) throws SQLException {
    String own = postgres.password(name);
    setPassword(own + "-rotated");
    try {
      meanwhile.happens();
    } finally {
      setPassword(own);
    }
  }

  /**
   * @param privilege such as {@code insert}
   */
  public void loses(String privilege, String table, Meanwhile meanwhile) throws SQLException {
    execute("revoke %s on %s from %s".formatted(privilege, table, name));
    try {
      meanwhile.happens();
    } finally {
      execute("grant %s on %s to %s".formatted(privilege, table, name));
    }
  }

  private void setPassword(String password) throws SQLException {
    execute(
        "alter role " + name + " password '" + password + "'",
        "select pg_terminate_backend(pid) from pg_stat_activity where usename = '" + name + "'");
  }

  private void execute(String... statements) throws SQLException {
    try (Connection database = postgres.superuser(name);
        Statement statement = database.createStatement()) {
      for (String each : statements) {
        statement.execute(each);
      }
    }
  }
}
