package io.tradewind.systemtests.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradewind.client.Order;
import io.tradewind.client.OrderRequest;
import io.tradewind.client.OrderRequest.Line;
import io.tradewind.client.StockChange;
import io.tradewind.client.Tradewind;
import io.tradewind.client.TradewindProblem;
import io.tradewind.stack.LibertyServer;
import io.tradewind.stack.Service;
import io.tradewind.systemtests.books.Facts.Charge;
import io.tradewind.systemtests.books.FactsReader;
import io.tradewind.systemtests.driver.ConcurrentStart;
import io.tradewind.systemtests.driver.Customer;
import io.tradewind.systemtests.driver.Eventually;
import io.tradewind.systemtests.driver.ForeignLock;
import io.tradewind.systemtests.driver.NotificationStream;
import io.tradewind.systemtests.driver.Platform;
import io.tradewind.systemtests.driver.RawHttp;
import io.tradewind.systemtests.driver.RawHttp.Request;
import io.tradewind.systemtests.driver.Staff;
import io.tradewind.systemtests.driver.TopicReader;
import io.tradewind.systemtests.driver.WholeSystem;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Runs two servers of every service at once, on the same databases and topics. */
@WholeSystem
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReplicasIT {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** Failed sign-ins of one account from one address that are not throttled. */
  private static final int FREE = 10;

  /** Enough that chance does not assign all of them to one server. */
  private static final int MANY = 20;

  /** Longer than the slowest call here, and short enough to wait until it expires. */
  private static final Map<String, String> SHORT_LEASE = Map.of("TRADEWIND_PAYMENTS_LEASE", "PT7S");

  private static final String GUESSED_BEFORE = "guessed-before@customers.example";

  private final Platform platform;
  private final Staff staff;
  private List<LibertyServer> orders;
  private List<LibertyServer> inventory;
  private List<LibertyServer> payments;
  private List<LibertyServer> notifications;
  private List<LibertyServer> replicas;
  private RawHttp users;

  ReplicasIT(Platform platform) {
    this.platform = platform;
    this.staff = platform.staff();
  }

  @BeforeAll
  void startASecondOfEach() throws Exception {
    failUntilThatCosts(platform.raw(), GUESSED_BEFORE);
    replicas = platform.stack().startReplicas(SHORT_LEASE, Service.values());
    users = new RawHttp(path -> replicas.get(Service.USERS.ordinal()).url());
    orders = bothOf(Service.ORDERS);
    inventory = bothOf(Service.INVENTORY);
    payments = bothOf(Service.PAYMENTS);
    notifications = bothOf(Service.NOTIFICATIONS);
    EnumSet.complementOf(EnumSet.of(Service.USERS)).forEach(this::awaitBothAtWork);
  }

  private List<LibertyServer> bothOf(Service service) {
    return List.of(platform.stack().server(service), replicas.get(service.ordinal()));
  }

  @AfterAll
  void leaveOneOfEach() {
    replicas.parallelStream().forEach(LibertyServer::close);
  }

  @Test
  void aWaiterIsAnsweredWhicheverReplicaHandledTheReply() throws Exception {
    Customer customer = platform.customer();
    String sku = staff.product(100, 100);
    customer.canOrder(sku);
    List<Double> settledBefore = metrics(orders, "tradewind_sagas_total");
    List<Callable<Duration>> waits = new ArrayList<>();
    for (int n = 0; n < 16; n++) {
      UUID order = customer.orders(sku, 1, "pm_slow");
      orders.forEach(replica -> waits.add(() -> waited(customer, replica, order)));
    }

    List<Duration> times = ConcurrentStart.all(waits, () -> {});

    // a wait without an answer ends after 30 s, with the order's current state
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
  void anUnansweredCommandIsSentAgainByOneReplicaAtATime() throws Exception {
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

  /** The times between two sendings of a command: a replica first repeats it after five seconds. */
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

  /** The second server started after the failures, so it knows them only from the database. */
  @Test
  void aGuesserAtOneUsersServerIsRefusedByEveryOther() {
    assertThat(failuresUntilRefused(users, GUESSED_BEFORE)).isLessThan(FREE);

    failUntilThatCosts(users, "guessed-after@customers.example");
    assertThat(failuresUntilRefused(platform.raw(), "guessed-after@customers.example"))
        .isLessThan(FREE);
  }

  private static void failUntilThatCosts(RawHttp server, String email) {
    for (int i = 0; i < FREE; i++) {
      assertThat(guess(server, email)).isEqualTo(401);
    }
  }

  /**
   * Counts failures until a refusal. The first refusal lasts only a second, and a slow machine may
   * need longer than that for the next try.
   */
  private static int failuresUntilRefused(RawHttp server, String email) {
    int failures = 0;
    while (guess(server, email) != 429 && failures < FREE) {
      failures++;
    }
    return failures;
  }

  private static int guess(RawHttp server, String email) {
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

    int taken =
        1 + ConcurrentStart.all(takers, () -> {}).stream().mapToInt(Integer::intValue).sum();

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

  @Test
  void subscribersAtEitherNotificationsServerHearEverythingOnceAndInOrder() {
    Customer customer = platform.customer();
    String sku = staff.product(100, MANY);
    List<Double> storedBefore = metrics(notifications, "tradewind_notifications_stored_total");
    try (NotificationStream one = listens(customer, 0, 0);
        NotificationStream other = listens(customer, 1, 0)) {
      IntStream.range(0, MANY).forEach(n -> customer.orders(sku, 1, "pm_ok"));

      assertThat(heard(one, MANY)).isEqualTo(numbers(1, MANY));
      assertThat(heard(other, MANY)).isEqualTo(numbers(1, MANY));
    }
    assertGrown(notifications, "tradewind_notifications_stored_total", storedBefore);
  }

  /** Opens a socket with a ticket that the other server issued. */
  private NotificationStream listens(Customer customer, int server, long after) {
    String ticket =
        at(notifications.get(1 - server), customer.token()).notifications().ticket().ticket();
    return NotificationStream.open(
        platform.raw(), notifications.get(server).url(), ticket, after, platform.origin());
  }

  private static List<Long> heard(NotificationStream stream, int atLeast) {
    return Eventually.ask(PATIENCE, stream::frames, frames -> frames.size() >= atLeast).stream()
        .map(frame -> frame.path("seq").asLong())
        .toList();
  }

  private static List<Long> numbers(long first, long last) {
    return LongStream.rangeClosed(first, last).boxed().toList();
  }

  @Test
  void twoServersOfPaymentsShareTheWorkAndAskForEachOperationOnce() throws Exception {
    Customer customer = platform.customer();
    String sku = staff.product(100, MANY);
    List<Double> endedBefore = metrics(payments, "tradewind_payment_operations_total");

    List<UUID> placed = placesMany(customer, sku);

    assertThat(placed).allSatisfy(o -> assertThat(customer.settles(o)).isEqualTo("CONFIRMED"));
    assertThat(operations(placed)).hasSize(2 * MANY).allMatch(o -> o.attempts() == 1);
    assertAuthorisedAndCapturedOnce(placed);
    assertGrown(payments, "tradewind_payment_operations_total", endedBefore);
  }

  /**
   * The server is suspended, not killed: when it resumes, the answers that it gets are too late.
   */
  @Test
  void workLeasedByAFrozenPaymentsServerIsFinishedByTheOther() throws Exception {
    Customer customer = platform.customer();
    String sku = staff.product(100, MANY);
    List<UUID> placed = placesMany(customer, sku);
    await(placed, asked -> asked.attempts() > 0);
    payments.get(1).suspend();
    try {
      await(placed, Asked::ended);
    } finally {
      payments.get(1).resume();
    }

    assertThat(operations(placed)).anyMatch(asked -> asked.attempts() > 1);
    assertThat(placed).allSatisfy(o -> assertThat(customer.settles(o)).isEqualTo("CONFIRMED"));
    assertAuthorisedAndCapturedOnce(placed);
  }

  /**
   * The server is suspended inside its transactions: the other gets their rows and its partitions.
   */
  @Test
  void workOfAFrozenOrdersServerIsFinishedByTheOther() throws Exception {
    LibertyServer frozen = orders.get(1);
    Customer customer = platform.customer();
    String sku = staff.product(100, 3 * MANY);
    customer.canOrder(sku);
    List<UUID> placed = new ArrayList<>(placesMany(customer, sku));
    try (ForeignLock rows = locks(placed)) {
      assertThat(Eventually.ask(PATIENCE, rows::waiting, servers -> servers == 2)).isEqualTo(2);
      frozen.suspend();
    }
    try {
      placed.addAll(placesMany(customer, sku));
      assertAllAreConfirmed(placed);
    } finally {
      frozen.resume();
    }

    awaitBothAtWork(Service.ORDERS);
    placed.add(places(customer, frozen, sku));
    assertAllAreConfirmed(placed);
    assertAuthorisedAndCapturedOnce(placed);
    assertThat(toldOf(placed))
        .allSatisfy(
            (order, told) ->
                assertThat(told).containsExactly("OrderPlaced.v1", "OrderConfirmed.v1"));
    assertThat(parked(placed)).isZero();
  }

  /** Another session holds the row in a transaction that it leaves open. */
  @Test
  void anOrderWhoseRowSomebodyHoldsWaitsAndAllOthersGoOn() throws Exception {
    Customer customer = platform.customer();
    String sku = staff.product(100, 2 * MANY);
    customer.canOrder(sku);
    UUID held = customer.orders(sku, 1, "pm_slow");
    try (ForeignLock row = locks(List.of(held))) {
      assertThat(Eventually.ask(PATIENCE, row::waiting, servers -> servers > 0)).isPositive();
      assertAllAreConfirmed(placesMany(customer, sku));
      assertThat(customer.statusOf(held)).isEqualTo("AUTHORIZING");
    }
    assertThat(customer.settles(held)).isEqualTo("CONFIRMED");
    assertThat(parked(List.of(held))).isZero();
  }

  /** Promise 1: within a minute. */
  private void assertAllAreConfirmed(List<UUID> placed) {
    String open = "select count(*) from orders where id::text = any (?) and status <> 'CONFIRMED'";
    assertThat(Eventually.ask(PATIENCE, () -> count(open, placed), n -> n == 0)).isZero();
  }

  private ForeignLock locks(List<UUID> placed) throws SQLException {
    String ids = placed.stream().map(UUID::toString).collect(Collectors.joining("','"));
    return new ForeignLock(
        platform.stack().postgres(),
        Service.ORDERS,
        "select 1 from orders where id in ('%s') for update".formatted(ids));
  }

  /** The types of the messages published for each order, in order and without repetitions. */
  private Map<String, List<String>> toldOf(List<UUID> placed) {
    Set<String> keys = placed.stream().map(UUID::toString).collect(Collectors.toSet());
    Set<String> seen = new HashSet<>();
    return new TopicReader(platform.stack().kafka().bootstrapServers())
        .all().stream()
            .filter(record -> record.topic().equals("order-events"))
            .filter(record -> keys.contains(record.key()))
            .filter(record -> seen.add(TopicReader.header(record, "ce_id")))
            .collect(
                Collectors.groupingBy(
                    ConsumerRecord::key,
                    Collectors.mapping(
                        record -> TopicReader.header(record, "ce_type"), Collectors.toList())));
  }

  private long parked(List<UUID> placed) {
    return count("select count(*) from parked_message where key = any (?)", placed);
  }

  private long count(String query, List<UUID> placed) {
    try (Connection database = platform.stack().postgres().superuser(Service.ORDERS.id());
        PreparedStatement counting = database.prepareStatement(query)) {
      counting.setArray(
          1, database.createArrayOf("text", placed.stream().map(UUID::toString).toArray()));
      ResultSet row = counting.executeQuery();
      row.next();
      return row.getLong(1);
    } catch (SQLException failed) {
      throw new IllegalStateException(failed);
    }
  }

  /** Places orders for which the provider takes three seconds each. */
  private static List<UUID> placesMany(Customer customer, String sku) {
    return Stream.generate(() -> customer.orders(sku, 1, "pm_slow")).limit(MANY).toList();
  }

  /** Waits until the authorisation of each of these orders matches. */
  private void await(List<UUID> placed, Predicate<Asked> wanted) {
    List<Asked> found =
        Eventually.ask(
            PATIENCE,
            () ->
                operations(placed).stream()
                    .filter(asked -> asked.kind().equals("AUTHORIZE"))
                    .filter(wanted)
                    .toList(),
            all -> all.size() == MANY);
    assertThat(found).hasSize(MANY);
  }

  /** An operation of a payment, and how often a server leased it to ask the provider. */
  private record Asked(String kind, int attempts, boolean ended) {}

  private List<Asked> operations(List<UUID> placed) {
    try (Connection database = platform.stack().postgres().superuser(Service.PAYMENTS.id());
        PreparedStatement reading =
            database.prepareStatement(
                """
                select kind, attempts, outcome is not null from payment_operation
                 where order_id = any (?)""")) {
      reading.setArray(1, database.createArrayOf("uuid", placed.toArray()));
      List<Asked> found = new ArrayList<>();
      ResultSet rows = reading.executeQuery();
      while (rows.next()) {
        found.add(new Asked(rows.getString(1), rows.getInt(2), rows.getBoolean(3)));
      }
      return found;
    } catch (SQLException failed) {
      throw new IllegalStateException(failed);
    }
  }

  private void assertAuthorisedAndCapturedOnce(List<UUID> placed) throws Exception {
    List<Charge> charges = new FactsReader(platform.stack()).read(List.of()).charges();
    assertThat(charges.stream().filter(charge -> placed.contains(charge.orderId())))
        .containsExactlyInAnyOrderElementsOf(
            placed.stream()
                .flatMap(
                    order ->
                        Stream.of(
                            new Charge(order, "AUTHORISE", 100), new Charge(order, "CAPTURE", 100)))
                .toList());
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

  /** Waits until every topic of the service is shared between two members. */
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
