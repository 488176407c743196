package io.tradewind.systemtests.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tradewind.migration.Database;
import io.tradewind.migration.War;
import io.tradewind.stack.LocalKafka;
import io.tradewind.stack.LocalPostgres;
import io.tradewind.stack.Service;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarInputStream;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Installs the zips as their page says, into a server that others use and that keeps running. */
class AppServerIT {

  private static final Path ROOT = Path.of(System.getProperty("tradewind.home"));

  @TempDir static Path folder;

  @Test
  void twoServicesMoveInBesideAnApplicationThatKeepsRunning() throws Exception {
    try (LocalPostgres postgres = LocalPostgres.start(folder);
        LocalKafka kafka = LocalKafka.start(folder)) {
      Path user = Files.createDirectories(folder.resolve("usr"));
      var server =
          new ExistingServer(
              ROOT.resolve("liberty-config/target/wlp"), user, environment(postgres, kafka));
      server.start();
      try (server) {
        assertThat(server.page("/neighbour/")).contains("I was here before.");

        server.unzip(zip("user-war"));
        server.unzip(zip("payment-war"));
        migrate(postgres, kafka, "users", user.resolve("shared/apps/user-war.war"));
        migrate(postgres, kafka, "payments", user.resolve("shared/apps/payment-war.war"));
        server.configure(
            include("users")
                + dataSource(postgres, "users")
                + include("payments")
                + dataSource(postgres, "payments")
                + variable("HTTP_PORT", Integer.toString(server.port()))
                + variable("JWKS_URL", server.address() + "/api/users/jwks"));

        await("see " + user)
            .atMost(Duration.ofMinutes(2))
            .until(
                () -> server.get("/health/ready") == 200 && server.get("/api/users/jwks") == 200);
        assertThat(
                server.post(
                    "/api/users",
                    """
                    {"email": "ann@example.com", "phone": "+491700000001",
                     "password": "correct horse battery", "name": "Ann"}"""))
            .isEqualTo(201);
        assertThat(server.get("/api/payments/00000000-0000-7000-8000-000000000000")).isEqualTo(401);
        assertThat(server.page("/neighbour/")).contains("I was here before.");
        assertThat(server.messages())
            .as("no setting of the fragments is unknown to the server")
            .doesNotContain("CWWKG0032W")
            .doesNotContain("CWWKG0081E")
            .doesNotContain("CWWKG0083W");
      }
    }
  }

  /** Each of the five zips holds everything that the two above were installed with. */
  @ParameterizedTest
  @EnumSource(Service.class)
  void aZipHoldsAllThatItsFragmentsAndItsPageAskFor(Service service) throws Exception {
    try (FileSystem zip = FileSystems.newFileSystem(zip(service.war()))) {
      Path shared = zip.getPath("shared");
      Path fragments = shared.resolve("config/fragments");
      assertThat(fragments.resolve(service.id() + ".xml")).exists();
      assertThat(fragments.resolve(service.id() + "-database.xml")).exists();
      for (String fragment : names(fragments)) {
        String xml = Files.readString(fragments.resolve(fragment));
        assertThat(names(fragments)).as(fragment).containsAll(found(xml, "/fragments/([^\"]+)\""));
      }
      assertThat(names(shared.resolve("apps")))
          .isEqualTo(
              found(
                  Files.readString(fragments.resolve(service.id() + ".xml")),
                  "location=\"([^\"/]+\\.war)\""));
      assertThat(names(shared.resolve("resources/tradewind")))
          .containsExactlyElementsOf(names(ROOT.resolve("liberty-config/target/lib")))
          .anyMatch(driver -> driver.startsWith("postgresql-"));
      Path command = shared.resolve("tradewind/migration");
      assertThat(classPath(command.resolve("migration.jar")))
          .isNotEmpty()
          .allSatisfy(library -> assertThat(command.resolve(library)).exists());
      assertThat(shared.resolve("tradewind/configuration.md"))
          .content()
          .contains("`" + service.name() + "_DB_HOST`");
    }
  }

  private static List<String> names(Path folder) throws IOException {
    try (var files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  private static List<String> found(String text, String pattern) {
    return Pattern.compile(pattern).matcher(text).results().map(it -> it.group(1)).toList();
  }

  private static List<String> classPath(Path jar) throws IOException {
    try (var stream = new JarInputStream(Files.newInputStream(jar))) {
      Attributes main = stream.getManifest().getMainAttributes();
      return List.of(main.getValue(Attributes.Name.CLASS_PATH).split(" "));
    }
  }

  private static Map<String, String> environment(LocalPostgres postgres, LocalKafka kafka) {
    Map<String, String> environment = new HashMap<>();
    for (String service : List.of("USERS", "PAYMENTS")) {
      environment.put(service + "_DB_HOST", "127.0.0.1");
      environment.put(service + "_DB_PORT", Integer.toString(postgres.port()));
      environment.put(
          service + "_DB_PASSWORD", postgres.password(service.toLowerCase(Locale.ROOT)));
    }
    environment.put("KAFKA_BOOTSTRAP_SERVERS", kafka.bootstrapServers());
    environment.put("TOKEN_KEY_SECRET", "long and random, but not in this test");
    environment.put("PAYMENT_PROVIDER_URL", "http://localhost:1");
    return environment;
  }

  private static String variable(String name, String value) {
    return "  <variable name=\"%s\" defaultValue=\"%s\"/>\n".formatted(name, value);
  }

  private static String include(String service) {
    return "  <include location=\"${shared.config.dir}/fragments/" + service + ".xml\"/>\n";
  }

  /** A data source as administrators define it: under the name that the application looks up. */
  private static String dataSource(LocalPostgres postgres, String service) {
    return """
      <dataSource jndiName="jdbc/%s" jdbcDriverRef="postgresql" type="javax.sql.ConnectionPoolDataSource">
        <properties.postgresql serverName="127.0.0.1" portNumber="%d" databaseName="%<s" user="%<s" password="%s" stringType="unspecified" reWriteBatchedInserts="true"/>
      </dataSource>
    """
        .replace("%<s", service)
        .formatted(service, postgres.port(), postgres.password(service));
  }

  private static void migrate(LocalPostgres postgres, LocalKafka kafka, String service, Path war) {
    postgres.createDatabase(service);
    String owner = service + "_owner";
    Database database =
        new Database(postgres.jdbcUrl(service), owner, postgres.password(owner), service);
    War delivered = War.read(war);
    database.migrate(delivered);
    kafka.createTopics(delivered.topics().with(1, 1));
  }

  private static Path zip(String module) throws IOException {
    try (var files =
        Files.newDirectoryStream(ROOT.resolve(module + "/target"), "*-app-server.zip")) {
      return files.iterator().next();
    }
  }
}
