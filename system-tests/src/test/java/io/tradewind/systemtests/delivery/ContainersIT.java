package io.tradewind.systemtests.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.tradewind.stack.LocalKafka;
import io.tradewind.stack.LocalPostgres;
import io.tradewind.stack.LocalProvider;
import io.tradewind.stack.LocalRedis;
import io.tradewind.stack.Port;
import io.tradewind.stack.Service;
import io.tradewind.stack.demo.Addresses;
import io.tradewind.stack.demo.Demo;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Builds every image on a base without a shell and runs it as a cluster with restricted-v2 would:
 * first the migration with its own secret, then the server. PostgreSQL, Kafka, Redis and the
 * provider run on the host.
 */
@Tag("containers")
class ContainersIT {

  private static final int GRACE_SECONDS = 40;
  private static final String BASE = "liberty-base";
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  @TempDir static Path folder;
  private static ContainerEngine engine;
  private static LocalPostgres postgres;
  private static LocalKafka kafka;
  private static LocalRedis redis;
  private static LocalProvider provider;

  private final Map<Service, Integer> ports = new EnumMap<>(Service.class);
  private final Map<Service, RestrictedContainer> containers = new EnumMap<>(Service.class);
  private final String adminPassword = UUID.randomUUID().toString();

  @BeforeAll
  static void buildImages() throws Exception {
    List<String> missing = ContainerEngine.missing();
    if (!missing.isEmpty()) {
      System.out.println(
          "The images are not tested without " + missing + " (Debian's docker.io and mmdebstrap)");
    }
    assumeTrue(missing.isEmpty(), "missing: " + missing);
    engine = ContainerEngine.start(folder);
    Path root = root();
    engine.importImage(BASE, "PATH=/usr/bin", root.resolve("liberty-config/debian-base.sh"));
    for (Service service : Service.values()) {
      engine.run(
          "build",
          "--file=" + root.resolve("liberty-config/Containerfile"),
          "--build-arg=BASE=" + BASE,
          "--build-arg=MODULE=" + service.war(),
          "--build-arg=SERVICE=" + service.id(),
          "--tag=" + image(service),
          root.toString());
    }
    startTheirNeighbours();
  }

  private static void startTheirNeighbours() {
    postgres = LocalPostgres.start(folder);
    kafka = LocalKafka.start(folder);
    redis = LocalRedis.start(folder);
    provider = LocalProvider.start(folder);
  }

  @AfterAll
  static void stop() throws Exception {
    for (AutoCloseable part : new AutoCloseable[] {engine, provider, redis, kafka, postgres}) {
      if (part != null) {
        part.close();
      }
    }
  }

  @Test
  void everyImageNamesAUserAndItselfAndHoldsNoSecret() throws Exception {
    for (Service service : Service.values()) {
      String user = engine.run("inspect", "--format={{.Config.User}}", image(service));
      String labels = engine.run("inspect", "--format={{json .Config.Labels}}", image(service));
      String env = engine.run("inspect", "--format={{json .Config.Env}}", image(service));

      assertThat(user).as("a number other than 0, as runAsNonRoot asks").matches("[1-9][0-9]*:0");
      assertThat(labels).contains("org.opencontainers.image.title\":\"Tradewind " + service.id());
      assertThat(env).doesNotContainIgnoringCase("password").doesNotContain("SECRET=");
    }
  }

  @Test
  void noImageNeedsAShellAndEachSaysWhatItIsMadeOf() throws Exception {
    Path none = RestrictedContainer.secrets(folder.resolve("none"), Map.of());
    for (Service service : Service.values()) {
      assertThatThrownBy(() -> run(service, none, "sh", "-c", "true"))
          .hasMessageContaining("executable file not found");
      assertThat(run(service, none, "cat", "/opt/tradewind/sbom/" + service.war() + ".cdx.json"))
          .contains("\"CycloneDX\"")
          .contains("shared-lib");
    }
  }

  private static String run(Service service, Path secrets, String... program) throws Exception {
    return RestrictedContainer.run(engine, image(service), Map.of(), secrets, List.of(program));
  }

  @Test
  @Timeout(600)
  void fiveRestrictedContainersActTheWholeStoryAndStopInTime() throws Exception {
    for (Service service : Service.values()) {
      ports.put(service, Port.freeNumber());
    }
    for (Service service : Service.values()) {
      migrate(service);
      containers.put(service, start(service));
    }
    try {
      for (Service service : Service.values()) {
        await(service.id())
            .atMost(Duration.ofMinutes(4))
            .pollInterval(Duration.ofSeconds(1))
            .until(() -> isReady(service) || !containers.get(service).isRunning());
        assertThat(isReady(service)).as(containers.get(service).log()).isTrue();
      }
      await("the first products")
          .atMost(Duration.ofMinutes(1))
          .until(() -> metric(Service.ORDERS, "tradewind_orderable_products") >= 10);

      assertThat(new Demo(addresses(), adminPassword, System.out).act()).isTrue();

      for (Service service : Service.values()) {
        keepsTheRules(service);
      }
      takesOtherLevelsOfItsLogWhileItRuns(Service.ORDERS);
    } finally {
      allStopInTime();
    }
  }

  private void keepsTheRules(Service service) throws Exception {
    assertThat(containers.get(service).processStatus())
        .as(service.id())
        .anyMatch(line -> line.matches("Uid:(\\s+" + RestrictedContainer.USER + "){4}"))
        .anyMatch(line -> line.matches("CapBnd:\\s+0+"))
        .anyMatch(line -> line.matches("NoNewPrivs:\\s+1"))
        .anyMatch(line -> line.matches("Seccomp:\\s+2"));
    assertThat(containers.get(service).log())
        .as("writes only where it may")
        .doesNotContain("Read-only file system")
        .doesNotContain("Permission denied");
    assertThat(metric(service, "memory_maxHeap_bytes"))
        .as("the heap is 60 % of the container's limit of 768 MiB")
        .isBetween(0.5 * 768 * 1024 * 1024, 0.6 * 768 * 1024 * 1024 + 1024 * 1024);
  }

  private void takesOtherLevelsOfItsLogWhileItRuns(Service service) throws Exception {
    String levels = "*=info:io.tradewind.messages=fine";
    Files.writeString(
        overrides(service).resolve("levels.xml"),
        "<server><logging traceSpecification=\"" + levels + "\"/></server>");
    await("the levels of " + service.id())
        .atMost(Duration.ofSeconds(20))
        .until(() -> containers.get(service).log().contains("The new trace state is " + levels));
  }

  private static Path overrides(Service service) throws IOException {
    return Files.createDirectories(folder.resolve(service.id() + "-overrides"));
  }

  private void allStopInTime() {
    List<CompletableFuture<Integer>> stops =
        containers.values().stream()
            .map(container -> CompletableFuture.supplyAsync(() -> container.stop(GRACE_SECONDS)))
            .toList();
    assertThat(stops.stream().map(CompletableFuture::join))
        .as("137 is killed after %s s, 143 is gone by itself", GRACE_SECONDS)
        .containsOnly(143);
  }

  private void migrate(Service service) throws Exception {
    postgres.createDatabase(service.id());
    Map<String, String> settings = database(service);
    settings.put("KAFKA_BOOTSTRAP_SERVERS", kafka.bootstrapServers());
    settings.put("TOPIC_REPLICATION", "1");
    String owner = service.id() + "_owner";
    Path secrets =
        RestrictedContainer.secrets(
            folder.resolve(owner),
            Map.of(prefix(service) + "OWNER_PASSWORD", postgres.password(owner)));
    String output =
        RestrictedContainer.run(
            engine,
            image(service),
            settings,
            secrets,
            List.of(
                "java",
                "-jar",
                "/opt/tradewind/migration/migration.jar",
                "/opt/ol/wlp/usr/servers/defaultServer/apps"));
    assertThat(output).contains("The schema of " + service.id() + " is at version");
  }

  private RestrictedContainer start(Service service) throws Exception {
    Path secrets = RestrictedContainer.secrets(folder.resolve(service.id()), secrets(service));
    return RestrictedContainer.start(
        engine, image(service), settings(service), secrets, overrides(service));
  }

  private Map<String, String> settings(Service service) {
    Map<String, String> settings = database(service);
    settings.put("HTTP_HOST", "localhost");
    settings.put("HTTP_PORT", Integer.toString(ports.get(service)));
    settings.put("HTTPS_PORT", "-1");
    settings.put("KAFKA_BOOTSTRAP_SERVERS", kafka.bootstrapServers());
    settings.put("JWKS_URL", url(Service.USERS).resolve("/api/users/jwks").toString());
    settings.put("ALLOWED_ORIGINS", address(Service.NOTIFICATIONS));
    settings.put("PAYMENT_PROVIDER_URL", provider.url().toString());
    settings.put("REDIS_HOST", "127.0.0.1");
    settings.put("REDIS_PORT", Integer.toString(redis.port()));
    settings.put("TRADEWIND_FIRST_PRODUCTS", "true");
    settings.put("JDK_JAVA_OPTIONS", lateCompilation());
    return settings;
  }

  /** Five servers that all compile at once would take most of the time of this test. */
  private static String lateCompilation() {
    Path quick = root().resolve("liberty-config/src/main/liberty/jvm/quick.options");
    try (Stream<String> options = Files.lines(quick)) {
      return options
          .filter(option -> option.startsWith("-XX:Tier4"))
          .collect(Collectors.joining(" "));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private Map<String, String> secrets(Service service) {
    Map<String, String> secrets = new HashMap<>();
    secrets.put(prefix(service) + "PASSWORD", postgres.password(service.id()));
    secrets.put("KEYSTORE_PASSWORD", UUID.randomUUID().toString());
    if (service == Service.USERS) {
      secrets.put("TOKEN_KEY_SECRET", UUID.randomUUID().toString());
      secrets.put("TRADEWIND_ADMIN_PASSWORD", adminPassword);
    }
    if (service == Service.PAYMENTS) {
      secrets.put("PAYMENT_PROVIDER_KEY", provider.key());
    }
    if (service == Service.INVENTORY) {
      secrets.put("REDIS_PASSWORD", redis.password());
    }
    return secrets;
  }

  private static Map<String, String> database(Service service) {
    Map<String, String> settings = new HashMap<>();
    settings.put(prefix(service) + "HOST", "127.0.0.1");
    settings.put(prefix(service) + "PORT", Integer.toString(postgres.port()));
    return settings;
  }

  private static String prefix(Service service) {
    return service.id().toUpperCase(Locale.ROOT) + "_DB_";
  }

  private static String image(Service service) {
    return "tradewind/" + service.id();
  }

  private Addresses addresses() {
    return new Addresses(
        url(Service.USERS),
        url(Service.ORDERS),
        url(Service.PAYMENTS),
        url(Service.INVENTORY),
        url(Service.NOTIFICATIONS));
  }

  private String address(Service service) {
    return "http://localhost:" + ports.get(service);
  }

  private URI url(Service service) {
    return URI.create(address(service) + "/");
  }

  private boolean isReady(Service service) {
    try {
      return get(service, "/health/ready").statusCode() == 200;
    } catch (IOException e) {
      return false;
    }
  }

  private double metric(Service service, String name) throws IOException {
    return get(service, "/metrics")
        .body()
        .lines()
        .filter(line -> line.startsWith(name + "{") || line.startsWith(name + " "))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  private HttpResponse<String> get(Service service, String path) throws IOException {
    try {
      return HTTP.send(
          HttpRequest.newBuilder(url(service).resolve(path))
              .timeout(Duration.ofSeconds(10))
              .build(),
          BodyHandlers.ofString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  private static Path root() {
    return Path.of(System.getProperty("tradewind.home"));
  }
}
