package io.tradewind.migration;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;

/**
 * The command that runs before a server: {@code java -jar migration.jar FOLDER}, where the folder
 * has the WARs. Everything else comes from the environment. On failure it prints one line and exits
 * with 1.
 */
public final class Migration {

  private static final Duration PATIENCE = Duration.ofMinutes(2);

  /** PostgreSQL's modes; the first is the default. */
  private static final List<String> SSL_MODES =
      List.of("prefer", "disable", "allow", "require", "verify-ca", "verify-full");

  /** Read only when the mode verifies certificates. */
  private static final String CERTIFICATE = "/opt/tradewind/certificates/ca.crt";

  private final Settings settings;

  private Migration(Settings settings) {
    this.settings = settings;
  }

  public static void main(String[] arguments) {
    try {
      var migration = new Migration(new Settings(System.getenv()));
      wars(arguments).forEach(migration::run);
    } catch (MigrationFailure e) {
      System.err.println("Not migrated. " + e.getMessage());
      System.exit(1);
    }
  }

  private static List<War> wars(String[] arguments) {
    if (arguments.length != 1) {
      throw new MigrationFailure("Name the folder that holds the WARs, and nothing else.");
    }
    Path folder = Path.of(arguments[0]);
    try (var files = Files.list(folder)) {
      List<War> wars =
          files
              .filter(file -> file.toString().endsWith(".war") && Files.isRegularFile(file))
              .sorted()
              .map(War::read)
              .toList();
      if (wars.isEmpty()) {
        throw new MigrationFailure("There is no WAR in " + folder + ".");
      }
      return wars;
    } catch (IOException e) {
      throw new MigrationFailure("There is no folder " + folder + " to read WARs from.", e);
    }
  }

  private void run(War war) {
    // all settings are read before anything is changed
    Database database = database(war.service());
    Runnable topics = topics(war.topics());
    database.alone(
        () -> {
          String version = database.migrate(war);
          System.out.println("The schema of " + war.service() + " is at version " + version);
          topics.run();
          System.out.println("The topics are there: " + String.join(", ", war.topics().names()));
        });
  }

  private Database database(String service) {
    String prefix = service.toUpperCase(Locale.ROOT) + "_DB_";
    String host = settings.required(prefix + "HOST", "the host of PostgreSQL");
    int port = settings.port(prefix + "PORT");
    String name = settings.identifier(prefix + "NAME", service);
    String owner = settings.identifier(prefix + "OWNER", service + "_owner");
    String password = settings.required(prefix + "OWNER_PASSWORD", "the password of " + owner);
    String runtimeRole = settings.identifier(prefix + "USER", service);
    if (runtimeRole.equals(owner)) {
      throw new MigrationFailure(
          "%sUSER and %<sOWNER are both '%s': a server must not own its database."
              .formatted(prefix, owner));
    }
    String url =
        "jdbc:postgresql://%s:%d/%s?loginTimeout=10&sslmode=%s&sslrootcert=%s"
            .formatted(
                host,
                port,
                name,
                settings.oneOf(prefix + "SSLMODE", SSL_MODES),
                settings.orElse(prefix + "SSLROOTCERT", CERTIFICATE));
    return new Database(url, owner, password, runtimeRole);
  }

  private Runnable topics(Topics topics) {
    Properties client = client();
    boolean create = settings.oneOf("TOPICS", List.of("create", "require")).equals("create");
    int replicas = settings.number("TOPIC_REPLICATION", 3, 1, 9);
    int inSync =
        settings.number("TOPIC_MIN_INSYNC_REPLICAS", Math.max(1, replicas - 1), 1, replicas);
    return () -> {
      try (Admin admin = Admin.create(client)) {
        if (create) {
          Topics.create(admin, topics.with(replicas, inSync));
        } else {
          topics.require(admin, PATIENCE);
        }
      }
    };
  }

  private Properties client() {
    var client = new Properties();
    settings
        .find("KAFKA_CLIENT_PROPERTIES")
        .ifPresent(
            file -> {
              try (Reader reader = Files.newBufferedReader(Path.of(file))) {
                client.load(reader);
              } catch (IOException e) {
                throw new MigrationFailure(
                    "KAFKA_CLIENT_PROPERTIES is '%s': there is no such readable file."
                        .formatted(file),
                    e);
              }
            });
    client.put(
        AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, settings.addresses("KAFKA_BOOTSTRAP_SERVERS"));
    return client;
  }
}
