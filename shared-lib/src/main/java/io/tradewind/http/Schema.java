package io.tradewind.http;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.servlet.ServletContext;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Whether the database has at least the migrations that this WAR was built with. A newer schema is
 * fine, because a migration leaves room for the version before it; an older one is refused, because
 * code would meet columns that are not there.
 */
@ApplicationScoped
class Schema {

  private static final Logger LOG = System.getLogger(Schema.class.getName());
  private static final String MIGRATIONS = "/WEB-INF/classes/db/migration/";
  private static final Pattern VERSION = Pattern.compile("V(\\d+)(?:_\\d+)*__.*\\.sql");
  private static final String APPLIED =
      """
      SELECT max(split_part(version, '.', 1)::int), bool_and(success)
        FROM flyway_schema_history WHERE version IS NOT NULL
      """;
  private static final String UNDEFINED_TABLE = "42P01";

  private final OwnDatabase database;
  private volatile int needed;
  private volatile boolean known;

  /** For the proxy alone. */
  Schema() {
    this(null);
  }

  @Inject
  Schema(OwnDatabase database) {
    this.database = database;
  }

  /**
   * @throws IllegalStateException when the database is there and its schema is not the one needed,
   *     so that the application does not start
   */
  void start(@Observes @Initialized(ApplicationScoped.class) Object application) {
    if (application instanceof ServletContext context) {
      needed = highest(context.getResourcePaths(MIGRATIONS)).orElse(0);
    }
    try {
      check();
    } catch (SQLException unreachable) {
      LOG.log(Level.WARNING, "The schema is checked when the database is there", unreachable);
    }
  }

  /** Whether the schema was found good; asks again until it was. */
  boolean known() {
    try {
      return known || check();
    } catch (SQLException | IllegalStateException notYet) {
      return false;
    }
  }

  static OptionalInt highest(Collection<String> paths) {
    return (paths == null ? Set.<String>of() : paths)
        .stream()
            .map(path -> VERSION.matcher(path.substring(path.lastIndexOf('/') + 1)))
            .filter(Matcher::matches)
            .mapToInt(name -> Integer.parseInt(name.group(1)))
            .max();
  }

  private boolean check() throws SQLException {
    try (Connection connection = database.source().getConnection();
        PreparedStatement statement = connection.prepareStatement(APPLIED);
        ResultSet row = statement.executeQuery()) {
      row.next();
      int applied = row.getInt(1);
      if (row.wasNull() || applied < needed || !row.getBoolean(2)) {
        throw refusal("is at version " + applied);
      }
    } catch (SQLException failure) {
      if (UNDEFINED_TABLE.equals(failure.getSQLState())) {
        throw refusal("was never migrated");
      }
      throw failure;
    }
    known = true;
    return true;
  }

  private IllegalStateException refusal(String state) {
    return new IllegalStateException(
        "the schema of %s %s, version %d is needed: run the migrations first"
            .formatted(database.service(), state, needed));
  }
}
