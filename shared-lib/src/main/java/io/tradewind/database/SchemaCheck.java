package io.tradewind.database;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.servlet.ServletContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.math.BigInteger;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * Checks that the database has every migration that this WAR was built with. Additional ones are
 * accepted, because each migration keeps the previous version working; a missing one is refused,
 * because code would use columns that do not exist. The highest version alone says nothing: the
 * shared scripts are numbered below a service's own, and new ones are added too.
 */
@ApplicationScoped
public class SchemaCheck {

  private static final Logger LOG = System.getLogger(SchemaCheck.class.getName());
  private static final String OWN_SCRIPTS = "/WEB-INF/classes/db/migration/";
  private static final String LIBRARIES = "/WEB-INF/lib/";
  private static final String SHARED = LIBRARIES + "shared-lib";
  private static final Pattern SCRIPT = Pattern.compile("V(\\d+(?:_\\d+)*)__.*\\.sql");
  private static final String APPLIED =
      "select version from flyway_schema_history where version is not null and success";
  private static final String UNDEFINED_TABLE = "42P01";

  @Inject ServiceDatabase database;
  private volatile Set<String> needed = Set.of();
  private volatile boolean known;

  /**
   * @throws IllegalStateException when the database is available and lacks a migration, so that the
   *     application does not start
   */
  void start(@Observes @Initialized(ApplicationScoped.class) Object application) {
    if (application instanceof ServletContext context) {
      needed = versions(scripts(context));
    }
    try {
      check();
    } catch (SQLException unreachable) {
      LOG.log(Level.WARNING, "The schema is checked when the database is there", unreachable);
    } catch (IllegalStateException refused) {
      // the container logs only that a listener failed
      LOG.log(Level.ERROR, refused.getMessage());
      throw refused;
    }
  }

  /** Whether the schema was found complete; checks again until it was. */
  public boolean known() {
    try {
      return known || check();
    } catch (SQLException | IllegalStateException notYet) {
      return false;
    }
  }

  private static Set<String> scripts(ServletContext war) {
    Set<String> paths = new HashSet<>(inside(war, OWN_SCRIPTS));
    for (String library : inside(war, LIBRARIES)) {
      if (library.startsWith(SHARED)) {
        paths.addAll(entries(war.getResourceAsStream(library)));
      }
    }
    return paths;
  }

  private static Set<String> inside(ServletContext war, String folder) {
    return Objects.requireNonNullElse(war.getResourcePaths(folder), Set.of());
  }

  private static List<String> entries(InputStream file) {
    List<String> names = new ArrayList<>();
    try (ZipInputStream jar = new ZipInputStream(file)) {
      for (ZipEntry entry = jar.getNextEntry(); entry != null; entry = jar.getNextEntry()) {
        names.add(entry.getName());
      }
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
    return names;
  }

  /**
   * The versions of the scripts among these paths, as in the history table but without leading
   * zeros.
   */
  static Set<String> versions(Collection<String> paths) {
    return paths.stream()
        .map(path -> SCRIPT.matcher(path.substring(path.lastIndexOf('/') + 1)))
        .filter(Matcher::matches)
        .map(name -> plain(name.group(1)))
        .collect(Collectors.toUnmodifiableSet());
  }

  /** {@code 009_2} in a name and {@code 009.2} in the history are both 9.2. */
  static String plain(String version) {
    return Arrays.stream(version.split("[._]"))
        .map(part -> new BigInteger(part).toString())
        .collect(Collectors.joining("."));
  }

  private boolean check() throws SQLException {
    Set<String> missing = new TreeSet<>(needed);
    try (Connection connection = database.pooled().getConnection();
        PreparedStatement statement = connection.prepareStatement(APPLIED);
        ResultSet rows = statement.executeQuery()) {
      while (rows.next()) {
        missing.remove(plain(rows.getString(1)));
      }
      ConnectionLimits.check(database.service(), connection);
    } catch (SQLException failure) {
      if (UNDEFINED_TABLE.equals(failure.getSQLState())) {
        throw refusal("was never migrated");
      }
      throw failure;
    }
    if (!missing.isEmpty()) {
      throw refusal("lacks " + String.join(", ", missing));
    }
    known = true;
    return true;
  }

  private IllegalStateException refusal(String state) {
    return new IllegalStateException(
        "%s is not started: its schema %s, run the migrations first"
            .formatted(database.service(), state));
  }
}
