package io.tradewind.migration;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/**
 * The database of one service, with its owner's credentials.
 *
 * @param url of JDBC
 * @param owner the role that owns the database and all its objects
 * @param runtimeRole the role of the server; the scripts grant its rights
 */
public record Database(String url, String owner, String password, String runtimeRole) {

  /** An arbitrary number that no other lock in this database uses. */
  private static final long LOCK = 0x7261_6465_7769_6e64L;

  /** Runs the work exclusively; waits for the lock without a time-out. */
  public void alone(Runnable work) {
    QuietLibraries.now();
    try (Connection connection = DriverManager.getConnection(url, owner, password);
        var statement = connection.createStatement()) {
      // released with the connection, so that a killed process blocks nobody
      statement.execute("SELECT pg_advisory_lock(" + LOCK + ")");
      work.run();
    } catch (SQLException e) {
      throw new MigrationFailure(
          "The database %s cannot be used by %s (%s): check its address, the role and the password."
              .formatted(url, owner, e.getMessage()),
          e);
    }
  }

  /** Migrates the schema to the version of the WAR; returns that version. */
  public String migrate(War war) {
    try {
      return war.withScripts(
          folder -> {
            Flyway flyway =
                Flyway.configure()
                    .dataSource(url, owner, password)
                    .locations("filesystem:" + folder)
                    .placeholders(Map.of("runtime_role", runtimeRole))
                    .loggers("slf4j")
                    // shared scripts are numbered below a service's own, and new ones may be added
                    .outOfOrder(true)
                    .load();
            flyway.migrate();
            return flyway.info().current().getVersion().getVersion();
          });
    } catch (FlywayException e) {
      throw new MigrationFailure(
          "The schema of %s cannot be brought up to date (%s): mend the migration."
              .formatted(war.service(), e.getMessage()),
          e);
    }
  }

  @Override
  public String toString() {
    return url + " as " + owner;
  }
}
