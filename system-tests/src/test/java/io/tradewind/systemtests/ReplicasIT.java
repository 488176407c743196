package io.tradewind.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradewind.client.Order;
import io.tradewind.client.OrderRequest;
import io.tradewind.client.OrderRequest.Line;
import io.tradewind.client.StockChange;
import io.tradewind.client.Tradewind;
import io.tradewind.client.TradewindProblem;
import io.tradewind.stack.LibertyServer;
import io.tradewind.stack.Service;
import io.tradewind.systemtests.Raw.Request;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Two servers of orders, inventory and users at once, on the same databases and topics. */
@WholeSystem
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReplicasIT {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** Failures of one account from one address that cost nothing. */
  private static final int FREE = 10;

  private static final String GUESSED_BEFORE = "guessed-before@customers.example";

  private final Platform platform;
  private final Staff staff;
  private List<LibertyServer> orders;
  private List<LibertyServer> inventory;
  private List<LibertyServer> replicas;
  private Raw users;

  ReplicasIT(Platform platform) {
    this.platform = platform;
    this.staff = platform.staff();
  }

  @BeforeAll
  void startASecondOfEach() throws Exception {
    failUntilThatCosts(platform.raw(), GUESSED_BEFORE);
    replicas = platform.stack().startReplicas(Service.ORDERS, Service.INVENTORY, Service.USERS);
    users = new Raw(path -> replicas.get(2).url());
    orders = List.of(platform.stack().server(Service.ORDERS), replicas.get(0));
    inventory = List.of(platform.stack().server(Service.INVENTORY), replicas.get(1));
    awaitBothAtWork(Service.ORDERS);
    awaitBothAtWork(Service.INVENTORY);
  }

  @AfterAll
  void leaveOneOfEach() {
    replicas.forEach(LibertyServer::close);
  }

  @Test
  void whoeverWaitsIsAnsweredWhicheverReplicaHeardTheAnswer() throws Exception {
    Customer customer = platform.customer();
    String sku = staff.product(100, 100);
    customer.canOrder(sku);
    List<Double> settledBefore = metrics(orders, "tradewind_sagas_total");
    List<Callable<Duration>> waits = new ArrayList<>();
    for (int n = 0; n < 16; n++) {
      UUID order = customer.orders(sku, 1, "pm_slow");
      orders.forEach(replica -> waits.add(() -> waited(customer, replica, order)));
    }

    List<Duration> times = AtOnce.all(waits, () -> {});

    // a wait that nobody answers ends after 30 s, with the order as it is by then
    assertThat(times)
        .allSatisfy(
            time -> assertThat(time).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(20)));
    assertGrown(orders, "tradewind_sagas_total", settledBefore);
  }

  private static Duration waited(Customer customer, LibertyServer replica, UUID order) {
    long begun = System.nanoTime();
    Order answer = at(replica, customer.token()).orders().order(order, "30s", null).body();
    assertThat(answer.status()).isEqualTo("CONFIRMED");
    return Duration.ofNanos(System.nanoTime() - begun);
  }

  @Test
  void whatNobodyAnswersIsSentAgainByEitherReplicaAndByOneAtATime() throws Exception {
    String again = "tradewind_saga_commands_sent_again_total";
    Customer customer = platform.customer();
    String sku = staff.product(100, 2_000);
    customer.canOrder(sku);
    List<Double> sentBefore = metrics(orders, again);
    List<UUID> placed = new ArrayList<>();
    platform.stack().provider().suspend();
    try {
      Eventually.ask(
          PATIENCE,
          () -> {
            placed.add(places(customer, orders.get(placed.size() % 2), sku));
            return metrics(orders, again);
          },
          now -> allGrown(now, sentBefore));
    } finally {
      platform.stack().provider().resume();
    }

    assertGrown(orders, again, sentBefore);
    assertThat(placed).allSatisfy(o -> assertThat(staff.settles(o)).isEqualTo("CONFIRMED"));
    assertThat(timesBetweenSendings(placed))
        .isNotEmpty()
        .allSatisfy(time -> assertThat(time).isGreaterThan(Duration.ofSeconds(4)));
  }

  /** A command is first repeated after five seconds, by whichever replica. */
  private List<Duration> timesBetweenSendings(List<UUID> placed) {
    Set<String> keys = placed.stream().map(UUID::toString).collect(Collectors.toSet());
    Map<String, Long> lastSent = new HashMap<>();
    List<Duration> between = new ArrayList<>();
    new TopicReader(platform.stack().kafka().bootstrapServers())
        .all().stream()
            .filter(record -> record.topic().equals("payment-commands"))
            .filter(record -> keys.contains(record.key()))
            .forEach(
                record -> {
                  Long last = lastSent.put(TopicReader.header(record, "ce_id"), record.timestamp());
                  if (last != null) {
                    between.add(Duration.ofMillis(record.timestamp() - last));
                  }
                });
    return between;
  }

  /** The second began when it had all happened: what it knows, it knows from the database. */
  @Test
  void whoGuessedAtOneServerOfUsersIsRefusedByOneThatHasJustBegunAndTheOtherWayRound() {
    assertThat(failuresUntilRefused(users, GUESSED_BEFORE)).isLessThan(FREE);

    failUntilThatCosts(users, "guessed-after@customers.example");
    assertThat(failuresUntilRefused(platform.raw(), "guessed-after@customers.example"))
        .isLessThan(FREE);
  }

  private static void failUntilThatCosts(Raw server, String email) {
    for (int i = 0; i < FREE; i++) {
      assertThat(guess(server, email)).isEqualTo(401);
    }
  }

  /** The first refusal lasts a second only, which a busy machine may take to ask again. */
  private static int failuresUntilRefused(Raw server, String email) {
    int failures = 0;
    while (guess(server, email) != 429 && failures < FREE) {
      failures++;
    }
    return failures;
  }

  private static int guess(Raw server, String email) {
    return server
        .send(
            Request.of(
                "POST",
                "/api/users/login",
                null,
                "{\"email\":\"%s\",\"password\":\"a guess\"}".formatted(email),
                "Content-Type",
                "application/json",
                "X-Forwarded-For",
                "198.51.100.30"))
        .status();
  }

  @Test
  void twoReplicasSellAndLoseNoUnitTwice() throws Exception {
    int units = 50;
    String sku = staff.product(999, units);
    List<Customer> buyers = platform.crowd(40);
    buyers.get(0).canOrder(sku);
    List<Double> handledBefore = metrics(inventory, "tradewind_stock_commands_total");
    List<Callable<Integer>> takers = new ArrayList<>();
    for (int n = 0; n < 120; n++) {
      Customer buyer = buyers.get(n % buyers.size());
      LibertyServer replica = orders.get(n % 2);
      takers.add(() -> buysOne(buyer, replica, sku));
    }
    for (int n = 0; n < 20; n++) {
      LibertyServer replica = inventory.get(n % 2);
      takers.add(() -> breaksOne(replica, sku));
    }

    int taken = 1 + AtOnce.all(takers, () -> {}).stream().mapToInt(Integer::intValue).sum();

    assertThat(taken).isEqualTo(units);
    assertThat(staff.available(sku)).isZero();
    assertGrown(inventory, "tradewind_stock_commands_total", handledBefore);
  }

  private int buysOne(Customer buyer, LibertyServer replica, String sku) {
    return staff.settles(places(buyer, replica, sku)).equals("CONFIRMED") ? 1 : 0;
  }

  private int breaksOne(LibertyServer replica, String sku) {
    try {
      at(replica, staff.token())
          .inventory()
          .changeStock(sku, UUID.randomUUID().toString(), new StockChange(-1, "broken"));
      return 1;
    } catch (TradewindProblem refused) {
      assertThat(refused.slug()).isEqualTo("insufficient-stock");
      return 0;
    }
  }

  private UUID places(Customer customer, LibertyServer replica, String sku) {
    String key = UUID.randomUUID().toString();
    OrderRequest request = new OrderRequest(List.of(new Line(sku, 1)), "pm_ok");
    UUID order = at(replica, customer.token()).orders().place(key, request).body().id();
    platform.promised(order, customer.id(), key);
    return order;
  }

  private static Tradewind at(LibertyServer replica, String token) {
    return Tradewind.at(replica.url()).as(() -> token);
  }

  private static List<Double> metrics(List<LibertyServer> servers, String name) {
    return servers.stream().map(server -> server.metric(name)).toList();
  }

  private static void assertGrown(List<LibertyServer> servers, String name, List<Double> before) {
    List<Double> now = metrics(servers, name);
    assertThat(allGrown(now, before)).as("%s: %s after %s", name, now, before).isTrue();
  }

  private static boolean allGrown(List<Double> now, List<Double> before) {
    return IntStream.range(0, now.size()).allMatch(n -> now.get(n) > before.get(n));
  }

  /** Every topic of the service is shared out between two members. */
  private void awaitBothAtWork(Service service) {
    try (Admin admin = platform.stack().kafka().admin()) {
      Map<String, Long> members =
          Eventually.ask(
              PATIENCE,
              () -> membersByTopic(admin, service.id()),
              found -> !found.isEmpty() && found.values().stream().allMatch(n -> n == 2));
      assertThat(members.values()).as("%s", members).isNotEmpty().containsOnly(2L);
    }
  }

  private static Map<String, Long> membersByTopic(Admin admin, String group) {
    return admin
        .describeConsumerGroups(List.of(group))
        .describedGroups()
        .get(group)
        .toCompletionStage()
        .toCompletableFuture()
        .join()
        .members()
        .stream()
        .flatMap(member -> topicsOf(member).stream())
        .collect(Collectors.groupingBy(topic -> topic, Collectors.counting()));
  }

  private static Set<String> topicsOf(MemberDescription member) {
    return member.assignment().topicPartitions().stream()
        .map(TopicPartition::topic)
        .collect(Collectors.toSet());
  }
}
