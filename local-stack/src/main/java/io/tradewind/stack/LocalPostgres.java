package io.tradewind.stack;

import io.tradewind.migration.Database;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A PostgreSQL server on this machine. Every commit is durable before it is acknowledged: the
 * settings are set explicitly and read back, and a different value fails the start.
 */
public final class LocalPostgres extends LocalPart {

  private static final Map<String, String> DURABLE =
      Map.of("fsync", "on", "synchronous_commit", "on", "full_page_writes", "on");

  private static final List<String> SETTINGS =
      List.of(
          "listen_addresses=127.0.0.1",
          "unix_socket_directories=",
          "max_connections=120",
          "shared_buffers=128MB",
          "max_wal_size=2GB",
          "checkpoint_timeout=15min",
          "wal_compression=on",
          "jit=off",
          "log_checkpoints=off",
          "log_timezone=UTC",
          "timezone=UTC");

  private final Path folder;
  private final Path log;
  private final int port;
  private final Secrets secrets;
  private final Path binaries;

  LocalPostgres(Path folder, Path log, int port, Secrets secrets, Checkout checkout) {
    super("PostgreSQL", Duration.ofSeconds(10));
    this.folder = folder;
    this.log = log;
    this.port = port;
    this.secrets = secrets;
    this.binaries = PostgresBinaries.unpackedIn(checkout.runtime());
  }

  /** A server on a free port with its data in the given folder, already started. */
  public static LocalPostgres start(Path folder) {
    var postgres =
        new LocalPostgres(
            folder.resolve("postgresql"),
            folder.resolve("logs/postgresql.log"),
            Port.freeNumber(),
            new Secrets(folder.resolve("postgresql-secrets.properties")),
            Checkout.find());
    postgres.start();
    return postgres;
  }

  @Override
  Child begin() {
    if (!Files.exists(folder.resolve("PG_VERSION"))) {
      initialise();
    }
    List<String> command = new ArrayList<>(asOrdinaryUser());
    command.addAll(List.of(binaries.resolve("bin/postgres").toString(), "-D", folder.toString()));
    command.addAll(List.of("-p", Integer.toString(port)));
    SETTINGS.forEach(setting -> command.addAll(List.of("-c", setting)));
    DURABLE.forEach((name, value) -> command.addAll(List.of("-c", name + "=" + value)));
    // INT is PostgreSQL's fast stop: it does not wait for clients to disconnect
    return Child.start("PostgreSQL", folder, log, "INT", Map.of(), command);
  }

  @Override
  void awaitReady(Child begun) {
    begun.await(Duration.ofSeconds(60), this::answers);
    requireDurable();
  }

  private void initialise() {
    Path password = folder.resolveSibling(folder.getFileName() + ".password");
    try {
      Files.createDirectories(folder.getParent());
      Files.writeString(password, secrets.get("postgres"));
      List<String> command = new ArrayList<>(asOrdinaryUser());
      command.addAll(
          List.of(
              binaries.resolve("bin/initdb").toString(),
              "-D",
              folder.toString(),
              "-U",
              "postgres",
              "--auth=scram-sha-256",
              "--pwfile=" + password,
              "--encoding=UTF8",
              "--no-locale",
              "--locale-provider=builtin",
              "--builtin-locale=C.UTF-8"));
      Child.run("initdb", folder.getParent(), command);
      Files.delete(password);
    } catch (IOException e) {
      throw new StartFailure("Cannot write to " + folder + ": give this user write permission.", e);
    }
  }

  /** PostgreSQL refuses to run as root; in a user namespace root has no special rights. */
  private static List<String> asOrdinaryUser() {
    if (!isRoot()) {
      return List.of();
    }
    try {
      Child.run("unshare", Path.of("/"), List.of("unshare", "-U", "true"));
    } catch (StartFailure e) {
      throw new StartFailure(
          "PostgreSQL refuses to run as root and this system lets root make no user namespace:"
              + " start as an ordinary user.",
          e);
    }
    return List.of("unshare", "-U");
  }

  private static boolean isRoot() {
    try {
      return Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
    } catch (IOException | UnsupportedOperationException e) {
      return false;
    }
  }

  private boolean answers() {
    try (Connection connection = superuser("postgres")) {
      return connection.isValid(2);
    } catch (SQLException e) {
      return false;
    }
  }

  private void requireDurable() {
    DURABLE.forEach(
        (name, wanted) -> {
          String actual = setting(name);
          if (!wanted.equals(actual)) {
            throw new StartFailure(
                "PostgreSQL runs with " + name + "=" + actual + ": remove the override.");
          }
        });
  }

  /** The value of a setting as the running server reports it. */
  public String setting(String name) {
    try (Connection connection = superuser("postgres");
        var statement = connection.prepareStatement("SELECT current_setting(?)")) {
      statement.setString(1, name);
      try (var rows = statement.executeQuery()) {
        rows.next();
        return rows.getString(1);
      }
    } catch (SQLException e) {
      throw new StartFailure("PostgreSQL does not answer: " + e.getMessage(), e);
    }
  }

  /**
   * Creates the database of a service with its two roles, unless it exists: {@code <service>_owner}
   * owns and migrates it, {@code <service>} is the application's role and owns nothing.
   */
  public void createDatabase(String service) {
    String owner = service + "_owner";
    try (Connection connection = superuser("postgres");
        var statement = connection.createStatement()) {
      for (String role : List.of(owner, service)) {
        String verb =
            exists(connection, "SELECT 1 FROM pg_roles WHERE rolname = ?", role)
                ? "ALTER"
                : "CREATE";
        statement.execute(verb + " ROLE " + role + " LOGIN PASSWORD '" + password(role) + "'");
      }
      if (!exists(connection, "SELECT 1 FROM pg_database WHERE datname = ?", service)) {
        statement.execute("CREATE DATABASE " + service + " OWNER " + owner);
      }
      statement.execute("REVOKE ALL ON DATABASE " + service + " FROM PUBLIC");
      statement.execute("GRANT CONNECT ON DATABASE " + service + " TO " + service);
    } catch (SQLException e) {
      throw new StartFailure("Cannot create the database " + service + ": " + e.getMessage(), e);
    }
  }

  private static boolean exists(Connection connection, String query, String name)
      throws SQLException {
    try (var statement = connection.prepareStatement(query)) {
      statement.setString(1, name);
      return statement.executeQuery().next();
    }
  }

  /** The server's log file. */
  public Path log() {
    return log;
  }

  public int port() {
    return port;
  }

  public String jdbcUrl(String database) {
    return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
  }

  /** The database of a service with its owner's credentials. */
  Database database(String service) {
    String owner = service + "_owner";
    return new Database(jdbcUrl(service), owner, password(owner), service);
  }

  /** The password of a role such as {@code orders} or {@code orders_owner}. */
  public String password(String role) {
    return secrets.get("postgres." + role);
  }

  public Connection connect(String database, String role) throws SQLException {
    return DriverManager.getConnection(jdbcUrl(database), role, password(role));
  }

  public Connection superuser(String database) throws SQLException {
    return DriverManager.getConnection(jdbcUrl(database), "postgres", secrets.get("postgres"));
  }
}
