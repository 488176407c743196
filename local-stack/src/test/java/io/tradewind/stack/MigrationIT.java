package io.tradewind.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tradewind.migration.Migration;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command as an init container runs it: an environment, an exit code and a line of output. */
class MigrationIT {

  private static final String LOCK = "SELECT pg_advisory_lock(8241979180022591076)";

  @TempDir static Path folder;
  private static LocalPostgres postgres;
  private static LocalKafka kafka;
  private static Path wars;

  @BeforeAll
  static void start() throws IOException {
    postgres = LocalPostgres.start(folder);
    kafka = LocalKafka.start(folder);
    wars = Files.createDirectories(folder.resolve("wars"));
    packWar(wars.resolve("shop-war.war"));
  }

  @AfterAll
  static void stop() {
    kafka.close();
    postgres.close();
  }

  @Test
  void theOwnerMigratesAndTheRuntimeRoleOwnsNothing() throws Exception {
    Map<String, String> env = environmentFor("owned");

    assertThat(new Command(env).succeeds()).contains("at version 001").contains("sold, visits");

    try (Connection runtime = postgres.connect("owned", "owned");
        var rows =
            runtime
                .createStatement()
                .executeQuery(
                    "SELECT (SELECT count(*) FROM item), has_schema_privilege('public', 'CREATE'),"
                        + " (SELECT count(*) FROM pg_class WHERE relowner = 'owned'::regrole)")) {
      rows.next();
      assertThat(rows.getInt(1)).isZero();
      assertThat(rows.getBoolean(2)).as("may create").isFalse();
      assertThat(rows.getInt(3)).as("owned").isZero();
    }
    try (Admin admin = kafka.admin()) {
      var sold = admin.describeTopics(List.of("sold")).allTopicNames().get().get("sold");
      assertThat(sold.partitions()).hasSize(3);
    }
  }

  @Test
  void severalAtOnceAndAgainComeToTheSame() throws Exception {
    Map<String, String> env = environmentFor("together");
    List<Command> commands = List.of(new Command(env), new Command(env), new Command(env));
    for (Command command : commands) {
      assertThat(command.succeeds()).contains("at version 001");
    }
    assertThat(new Command(env).succeeds()).contains("at version 001");
  }

  @Test
  void aReplicaWaitsWhileAnotherWorks() throws Exception {
    Map<String, String> env = environmentFor("busy");
    Command command;
    try (Connection other = postgres.connect("busy", "busy_owner")) {
      other.createStatement().execute(LOCK);
      command = new Command(env);
      await().until(() -> waitsForALock("busy"));
      assertThat(command.process.isAlive()).isTrue();
      assertThat(tables("busy")).isZero();
    }
    assertThat(command.succeeds()).contains("at version 001");
  }

  @Test
  void topicsThatSomebodyElseMakesAreWaitedFor() throws Exception {
    Map<String, String> env = environmentFor("patient");
    new Command(env).succeeds();
    env.put("TOPICS", "require");
    try (Admin admin = kafka.admin()) {
      admin.deleteTopics(List.of("visits")).all().get();
    }
    Command waiting = new Command(env);
    await().until(() -> waiting.output().contains("at version 001"));
    kafka.createTopics(List.of(new NewTopic("visits", 1, (short) 1)));
    assertThat(waiting.succeeds()).contains("The topics are there");
  }

  @Test
  void aMissingOrInvalidSettingIsOneClearLine() throws Exception {
    assertThat(without("SHOP_DB_OWNER_PASSWORD")).contains("SHOP_DB_OWNER_PASSWORD is not set");
    assertThat(without("KAFKA_BOOTSTRAP_SERVERS")).contains("KAFKA_BOOTSTRAP_SERVERS is not set");
    assertThat(with("SHOP_DB_PORT", "99999")).contains("a whole number from 1 to 65535");
    assertThat(with("TOPICS", "maybe")).contains("TOPICS is 'maybe': use create or require");
    assertThat(with("TOPIC_MIN_INSYNC_REPLICAS", "2")).contains("a whole number from 1 to 1");
    assertThat(with("SHOP_DB_USER", "refused_owner")).contains("must not own its database");
    assertThat(with("SHOP_DB_OWNER_PASSWORD", "wrong")).contains("cannot be used by refused_owner");
  }

  private String without(String setting) throws Exception {
    Map<String, String> env = environmentFor("refused");
    env.remove(setting);
    return new Command(env).failsWithOneLine();
  }

  private String with(String setting, String value) throws Exception {
    Map<String, String> env = environmentFor("refused");
    env.put(setting, value);
    return new Command(env).failsWithOneLine();
  }

  private static Map<String, String> environmentFor(String database) {
    postgres.createDatabase(database);
    Map<String, String> env = new HashMap<>();
    env.put("SHOP_DB_HOST", "127.0.0.1");
    env.put("SHOP_DB_PORT", Integer.toString(postgres.port()));
    env.put("SHOP_DB_NAME", database);
    env.put("SHOP_DB_USER", database);
    env.put("SHOP_DB_OWNER", database + "_owner");
    env.put("SHOP_DB_OWNER_PASSWORD", postgres.password(database + "_owner"));
    env.put("KAFKA_BOOTSTRAP_SERVERS", kafka.bootstrapServers());
    env.put("TOPIC_REPLICATION", "1");
    return env;
  }

  private static boolean waitsForALock(String database) throws SQLException {
    return count(
            database, "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted")
        > 0;
  }

  private static int tables(String database) throws SQLException {
    return count(database, "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'");
  }

  private static int count(String database, String query) throws SQLException {
    try (Connection connection = postgres.superuser(database);
        var rows = connection.createStatement().executeQuery(query)) {
      rows.next();
      return rows.getInt(1);
    }
  }

  /**
   * Packs a WAR like the build: its own scripts, and the shared library with its scripts and
   * topics.
   */
  private static void packWar(Path war) throws IOException {
    var library = new ByteArrayOutputStream();
    try (var jar = new ZipOutputStream(library)) {
      add(jar, "topics.properties", "sold = 3\nvisits = 1, compact\n");
      add(jar, "db/shared/V000__shared.sql", "CREATE TABLE shared (id int);");
    }
    try (OutputStream file = Files.newOutputStream(war);
        var zip = new ZipOutputStream(file)) {
      add(
          zip,
          "WEB-INF/classes/META-INF/microprofile-config.properties",
          "tradewind.service=shop\n");
      add(
          zip,
          "WEB-INF/classes/db/migration/V001__items.sql",
          "CREATE TABLE item (id int); GRANT SELECT ON item TO ${runtime_role};");
      zip.putNextEntry(new ZipEntry("WEB-INF/lib/shared-lib-1.jar"));
      zip.write(library.toByteArray());
    }
  }

  private static void add(ZipOutputStream zip, String name, String content) throws IOException {
    zip.putNextEntry(new ZipEntry(name));
    zip.write(content.getBytes());
    zip.closeEntry();
  }

  /** One run, started at once. */
  private static final class Command {

    private final Process process;
    private final Path log;

    Command(Map<String, String> env) throws IOException {
      log = Files.createTempFile(folder, "command", ".log");
      var builder =
          new ProcessBuilder(
              Child.java(List.of("-XX:TieredStopAtLevel=1"), Migration.class, wars.toString()));
      builder.environment().putAll(env);
      process = builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
    }

    String succeeds() throws Exception {
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).as(output()).isZero();
      return output();
    }

    String failsWithOneLine() throws Exception {
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).isEqualTo(1);
      assertThat(output().lines()).singleElement().asString().startsWith("Not migrated. ");
      return output();
    }

    String output() throws IOException {
      return Files.readString(log);
    }
  }
}
