package io.tradewind.systemtests.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.tradewind.stack.LibertyServer;
import io.tradewind.stack.Service;
import io.tradewind.stack.Stack;
import io.tradewind.stack.Topology;
import io.tradewind.systemtests.books.Books;
import io.tradewind.systemtests.driver.ConcurrentStart;
import io.tradewind.systemtests.driver.Customer;
import io.tradewind.systemtests.driver.Eventually;
import io.tradewind.systemtests.driver.NotificationStream;
import io.tradewind.systemtests.driver.Platform;
import io.tradewind.systemtests.driver.RawHttp;
import io.tradewind.systemtests.driver.RawHttp.Request;
import io.tradewind.systemtests.driver.RuntimeRole;
import io.tradewind.systemtests.driver.ThreadKiller;
import io.tradewind.systemtests.driver.TraceReceiver;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * One server per WAR, as in production: the same WARs, the same fragments, the same outcome. Also
 * checks what the probes of a cluster report for each server when a dependency is down.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SplitTopologyIT {

  private static final Duration PROBED = Duration.ofSeconds(30);

  /** The time limit of promise 1. */
  private static final Duration SETTLED = Duration.ofSeconds(60);

  /** Longer than a check would wait for a dependency that it must not ask. */
  private static final Duration AWAY = Duration.ofSeconds(6);

  /** Time-out of a rotation; here a new key signs half a minute after all services have it. */
  private static final Duration ROTATED = Duration.ofSeconds(90);

  private static final String RETRIES = "tradewind_channel_retries_total";
  private static final int SOME = 10;
  private static final String TOKEN_KEYS = "notifications-token-keys";
  private static final String HISTORY = "UPDATE flyway_schema_history SET success = ";

  private final Map<Service, RawHttp> servers = new EnumMap<>(Service.class);
  private Stack stack;
  private TraceReceiver none;
  private Platform platform;

  @BeforeAll
  void start() throws IOException {
    stack =
        Stack.forTests()
            .topology(Topology.SPLIT)
            // the old spelling of TRADEWIND_KEYS_ROTATION, which is still read
            .env("TRADEWIND_KEYS_ROTATION_SECONDS", "30")
            .start();
    none = new TraceReceiver();
    platform = Platform.over(stack, none);
    for (Service service : Service.values()) {
      servers.put(service, new RawHttp(path -> stack.url(service)));
    }
  }

  @AfterAll
  void stop() {
    if (stack != null) {
      stack.close();
      none.close();
    }
  }

  @Test
  void anOrderIsConfirmedAcrossFiveServers() throws Exception {
    String sku = platform.staff().product(100, 5);
    Customer customer = platform.customer();
    try (NotificationStream stream = customer.listens(0)) {
      UUID order = customer.orders(sku, 1, "pm_ok");

      assertThat(stream.await("OrderConfirmed", order.toString(), Duration.ofSeconds(60)))
          .isNotNull();
      assertThat(stack.server(Service.ORDERS)).isNotSameAs(stack.server(Service.USERS));
    }
    Books books = platform.audit();
    assertThat(books.balance()).as(books.toString()).isTrue();
  }

  @Test
  void aDatabaseThatIsAwayMakesNobodyReadyAndNobodyDead() {
    stack.postgres().kill();
    try {
      assertThat(becomes("ready", "DOWN")).isEqualTo(everybody("DOWN"));
      assertThat(health("live")).isEqualTo(everybody("UP"));
    } finally {
      stack.postgres().start();
    }
    assertThat(becomes("ready", "UP")).isEqualTo(everybody("UP"));
    assertThat(health("live")).isEqualTo(everybody("UP"));
  }

  @Test
  void aBrokerAndARedisThatAreAwayLeaveEverybodyReadyAndAlive() {
    stack.kafka().kill();
    stack.redis().kill();
    try {
      Map<Service, String> changed =
          Eventually.ask(AWAY, () -> health("ready"), ready -> !ready.equals(everybody("UP")));
      assertThat(changed).isEqualTo(everybody("UP"));
      assertThat(health("live")).isEqualTo(everybody("UP"));
    } finally {
      stack.redis().start();
      stack.kafka().start();
    }
  }

  @Test
  void everyThreadThatAServiceCannotDoWithoutIsListed() {
    Map.of(Service.ORDERS, "placement-desk", Service.PAYMENTS, "payment-desk")
        .forEach(
            (service, thread) ->
                assertThat(probe("live", service).path("checks"))
                    .anySatisfy(
                        check -> {
                          assertThat(check.at("/data/outbox").asText()).isEqualTo("true");
                          assertThat(check.at("/data/" + thread).asText()).isEqualTo("true");
                        }));
  }

  @Test
  void aServiceIsNotLiveWithoutTheThreadOfAChannelUntilItIsStartedAgain() throws Exception {
    LibertyServer server = stack.server(Service.NOTIFICATIONS);
    Map<Service, String> oneIsDead = everybody("UP");
    oneIsDead.put(Service.NOTIFICATIONS, "DOWN");
    try {
      ThreadKiller.kill(server.pid(), "channel-order-events");
      ThreadKiller.kill(server.pid(), "notification-push");

      Set<String> dead = Set.of("order-events", "notification-push");
      assertThat(Eventually.ask(PROBED, () -> deadOf(Service.NOTIFICATIONS), dead::equals))
          .isEqualTo(dead);
      assertThat(health("live")).isEqualTo(oneIsDead);
      assertThat(health("ready")).isEqualTo(everybody("UP"));
    } finally {
      server.kill();
      server.start();
    }
    assertThat(health("live")).isEqualTo(everybody("UP"));
  }

  /** The threads and tasks that have ended or hang, each by its own time limit. */
  private Set<String> deadOf(Service service) {
    Set<String> dead = new HashSet<>();
    for (JsonNode check : probe("live", service).path("checks")) {
      check
          .path("data")
          .properties()
          .forEach(
              entry -> {
                if (entry.getValue().asText().equals("false")) {
                  dead.add(entry.getKey());
                }
              });
    }
    return dead;
  }

  /** The password was rotated, and the service gets the new one later. */
  @Test
  void aPasswordThatIsNoLongerRightIsTheFaultOfNoMessage() throws Exception {
    assertAllSettlesAndNothingIsParked(Service.ORDERS, RuntimeRole::losesItsPassword);
  }

  @Test
  void aGrantThatIsTakenAwayIsTheFaultOfNoMessage() throws Exception {
    assertAllSettlesAndNothingIsParked(
        Service.INVENTORY, (role, meanwhile) -> role.loses("update", "stock", meanwhile));
  }

  /** A right that the role of a service loses for a while. */
  private interface Loss {
    void of(RuntimeRole role, RuntimeRole.Meanwhile meanwhile) throws SQLException;
  }

  private void assertAllSettlesAndNothingIsParked(Service service, Loss loss) throws SQLException {
    Customer customer = platform.customer();
    String sku = platform.staff().product(100, 50);
    customer.canOrder(sku);
    LibertyServer server = stack.server(service);
    double before = server.metric(RETRIES);
    List<UUID> placed =
        Stream.generate(() -> customer.orders(sku, 1, "pm_slow")).limit(SOME).toList();
    // so many retries would have parked some messages
    loss.of(
        new RuntimeRole(stack.postgres(), service),
        () ->
            assertThat(
                    Eventually.ask(
                        PROBED, () -> server.metric(RETRIES), now -> now >= before + SOME))
                .isGreaterThanOrEqualTo(before + SOME));

    assertThat(
            Eventually.ask(
                SETTLED,
                () -> placed.stream().map(customer::statusOf).collect(Collectors.toSet()),
                Set.of("CONFIRMED")::equals))
        .containsExactly("CONFIRMED");
    assertThat(parked(service)).isZero();
  }

  private long parked(Service service) throws SQLException {
    try (Connection database = stack.postgres().superuser(service.id());
        Statement look = database.createStatement();
        ResultSet row = look.executeQuery("select count(*) from parked_message")) {
      row.next();
      return row.getLong(1);
    }
  }

  /** Each server caches the keys, and learns of the new one from a token. */
  @Test
  void aNewKeyIsTakenByEveryServerAndNobodyIsRefusedMeanwhile() throws Exception {
    Customer customer = platform.customer();
    String before = kidOf(customer.token());
    Map<Integer, Integer> answers = new ConcurrentHashMap<>();
    Map<String, Integer> kids = new ConcurrentHashMap<>();
    AtomicBoolean enough = new AtomicBoolean();
    Callable<Void> somebody =
        () -> {
          while (!enough.get()) {
            String token = customer.signsInAgain();
            asEverywhere(token).forEach(status -> answers.merge(status, 1, Integer::sum));
            kids.merge(kidOf(token), 1, Integer::sum);
          }
          return null;
        };

    String fresh = rotateKeys();
    Callable<Void> watch =
        () -> {
          Eventually.ask(ROTATED, () -> kids.getOrDefault(fresh, 0), often -> often > 20);
          enough.set(true);
          return null;
        };
    ConcurrentStart.all(List.of(somebody, somebody, watch), () -> {});

    assertThat(kids).containsOnlyKeys(before, fresh);
    assertThat(kids.get(fresh)).isGreaterThan(20);
    assertThat(answers).containsOnlyKeys(200, 403, 404);
  }

  private String rotateKeys() {
    Request rotation =
        Request.of(
            "POST",
            "/api/users/operations/keys/rotation",
            platform.staff().token(),
            "{\"reason\":\"a drill\"}",
            "Content-Type",
            "application/json");
    return servers.get(Service.USERS).send(rotation).json().path("kid").asText();
  }

  /** Statuses of one call to each service; 403 and 404 mean that the token was accepted. */
  private List<Integer> asEverywhere(String token) {
    Map<Service, String> doors =
        Map.of(
            Service.USERS, "/api/users/me",
            Service.ORDERS, "/api/orders",
            Service.PAYMENTS, "/api/payments/" + new UUID(0, 1),
            Service.INVENTORY, "/api/inventory/products/TEA-001/movements",
            Service.NOTIFICATIONS, "/api/notifications");
    return doors.entrySet().stream()
        .map(door -> servers.get(door.getKey()).send(Request.get(door.getValue(), token)).status())
        .toList();
  }

  private static String kidOf(String token) {
    byte[] header = Base64.getUrlDecoder().decode(token.substring(0, token.indexOf('.')));
    return RawHttp.parse(new String(header, StandardCharsets.UTF_8)).path("kid").asText();
  }

  @Test
  void aServiceStartsWithTheKeysItHadWhileUsersAreAwayAndWaitsWithoutAny() throws IOException {
    LibertyServer server = stack.server(Service.NOTIFICATIONS);
    stack.server(Service.USERS).suspend();
    try {
      server.kill();
      server.start();
      assertThat(probe("ready", Service.NOTIFICATIONS).path("status").asText()).isEqualTo("UP");

      server.kill();
      Files.delete(server.data().resolve("jwks.json"));
      server.launch();
      assertThat(Eventually.ask(PROBED, () -> down("ready"), List.of(TOKEN_KEYS)::equals))
          .containsExactly(TOKEN_KEYS);
    } finally {
      stack.server(Service.USERS).resume();
    }
    server.awaitReady();
  }

  /** The migration is one of the shared ones, which are numbered below the service's own. */
  @Test
  void aServiceDoesNotStartOnASchemaThatLacksAMigration() throws SQLException {
    LibertyServer server = stack.server(Service.NOTIFICATIONS);
    server.kill();
    try (Connection owner = stack.postgres().superuser("notifications");
        Statement statement = owner.createStatement()) {
      String missing = "WHERE version = '000'";
      assertThat(statement.executeUpdate(HISTORY + "false " + missing)).isOne();
      try {
        assertThatThrownBy(server::start)
            .hasMessageContaining("Liberty (notifications)")
            .hasMessageContaining("is not started: its schema lacks 0, run the migrations first");
      } finally {
        server.kill();
        statement.executeUpdate(HISTORY + "true " + missing);
        server.start();
      }
    }
  }

  /** The failed checks of the probe; empty while the server does not answer. */
  private List<String> down(String probe) {
    try {
      List<String> down = new ArrayList<>();
      probe(probe, Service.NOTIFICATIONS)
          .path("checks")
          .forEach(
              check -> {
                if (check.path("status").asText().equals("DOWN")) {
                  down.add(check.path("name").asText());
                }
              });
      return down;
    } catch (CompletionException nobodyListens) {
      return List.of();
    }
  }

  private Map<Service, String> becomes(String probe, String status) {
    return Eventually.ask(PROBED, () -> health(probe), everybody(status)::equals);
  }

  private Map<Service, String> everybody(String status) {
    Map<Service, String> all = new EnumMap<>(Service.class);
    servers.keySet().forEach(service -> all.put(service, status));
    return all;
  }

  private Map<Service, String> health(String probe) {
    Map<Service, String> all = new EnumMap<>(Service.class);
    servers.keySet().forEach(each -> all.put(each, probe(probe, each).path("status").asText()));
    return all;
  }

  private JsonNode probe(String probe, Service service) {
    return servers.get(service).send(Request.get("/health/" + probe, null)).json();
  }
}
