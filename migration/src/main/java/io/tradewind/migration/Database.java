package io.tradewind.migration;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/**
 * The database of one service, signed in to as its owner.
 *
 * @param url of JDBC
 * @param owner the role that the database and all in it belong to
 * @param runtimeRole the role that the server signs in as; the scripts grant it what it may do
 */
public record Database(String url, String owner, String password, String runtimeRole) {

  /** Any number that nobody else in this database locks. */
  private static final long LOCK = 0x7261_6465_7769_6e64L;

  /** Does the work while nobody else does it; waits for its turn without end. */
  public void alone(Runnable work) {
    QuietLibraries.now();
    try (Connection connection = DriverManager.getConnection(url, owner, password);
        var statement = connection.createStatement()) {
      // freed when the connection ends, so that whoever is killed blocks nobody
      statement.execute("SELECT pg_advisory_lock(" + LOCK + ")");
      work.run();
    } catch (SQLException e) {
      throw new MigrationFailure(
          "The database %s cannot be used by %s (%s): check its address, the role and the password."
              .formatted(url, owner, e.getMessage()),
          e);
    }
  }

  /** Brings the schema to what the WAR was built with; says which version that is. */
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
                    // the shared scripts are numbered below a service's own, and grow as well
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
