package io.tradewind.inventory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.tradewind.contracts.Topic;
import io.tradewind.contracts.inventory.CommitStock;
import io.tradewind.contracts.inventory.InventoryCommand;
import io.tradewind.contracts.inventory.ReleaseStock;
import io.tradewind.contracts.inventory.ReserveStock;
import io.tradewind.contracts.inventory.Restock;
import io.tradewind.contracts.inventory.ShipStock;
import io.tradewind.contracts.inventory.StockLine;
import io.tradewind.outside.FakeOrderService;
import io.tradewind.outside.Issuer;
import io.tradewind.outside.Site;
import io.tradewind.outside.Site.Answer;
import io.tradewind.stack.LibertyServer;
import io.tradewind.stack.Service;
import io.tradewind.stack.Stack;
import io.tradewind.values.Ids;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;

/** The service on real infrastructure: PostgreSQL, Kafka, Redis and one Liberty server. */
class InventoryIT {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private static Issuer issuer;
  private static Stack stack;
  private static Site site;
  private static FakeOrderService saga;
  private static Books books;
  private static String staff;
  private static int products;

  @BeforeAll
  static void startEverything() {
    issuer = new Issuer();
    stack =
        Stack.forTests(Service.INVENTORY)
            .env("JWKS_URL", issuer.url())
            .env("JWKS_FILE", issuer.file().toString())
            .env("TRADEWIND_FIRST_PRODUCTS", "true")
            .env("TRADEWIND_STOCK_VIEW_COMPARE_EVERY", "PT2S")
            .start();
    site = Site.of(stack.url(Service.INVENTORY), "inventory");
    saga = new FakeOrderService(stack.kafka().bootstrapServers(), Topic.INVENTORY_EVENTS);
    books = new Books(stack.postgres());
    staff = issuer.tokenFor("staff");
    await().atMost(PATIENCE).until(() -> books.number("select count(*) from product") == 10);
  }

  @AfterAll
  static void stopEverything() {
    if (saga != null) {
      saga.close();
    }
    if (stack != null) {
      stack.close();
    }
    issuer.close();
  }

  @AfterEach
  void theBooksAddUp() {
    books.mustAddUp();
  }

  @Test
  void theFirstProductsCanBeListedHaveStockAndWereTold() {
    JsonNode page = get("products?limit=3", null).body();
    assertThat(page.get("items")).hasSize(3);
    assertThat(page.at("/items/0/sku").asText()).isEqualTo("TEA-001");
    assertThat(page.at("/items/0/price/currency").asText()).isEqualTo("EUR");
    assertThat(
            get("products?limit=3&cursor=" + page.get("next").asText(), null)
                .body()
                .at("/items/0/sku")
                .asText())
        .isEqualTo("TEA-004");
    assertThat(get("products/TEA-009", null).body().get("available").asLong()).isEqualTo(1000);
    try (FakeOrderService told =
        new FakeOrderService(stack.kafka().bootstrapServers(), Topic.PRODUCT_EVENTS)) {
      await()
          .atMost(PATIENCE)
          .until(
              () -> told.heard().stream().map(event -> event.data().get("sku").asText()).toList(),
              skus ->
                  IntStream.rangeClosed(1, 10)
                      .mapToObj("TEA-%03d"::formatted)
                      .allMatch(skus::contains));
    }
  }

  /**
   * The service's own topic keeps the newest version of each product, so that no version is given
   * to two prices.
   */
  @Test
  void aCatalogueThatWasRestoredTakesBackWhatItHasTold() {
    String sku = aSku();
    String first = "{\"name\":\"Cup\",\"price\":{\"amount\":500,\"currency\":\"EUR\"}}";
    String etag = put(sku, first, null).headers().get("ETag");
    put(sku, first.replace("500", "700"), etag);
    await()
        .atMost(PATIENCE)
        .until(() -> books.number("select count(*) from outbox where sent_at is null") == 0);
    LibertyServer server = stack.server(Service.INVENTORY);
    server.close();
    books.change("update product set version = 1, price = 500 where sku = '" + sku + "'");
    server.start();

    await()
        .atMost(PATIENCE)
        .until(() -> get("products/" + sku, null).body().at("/price/amount").asLong() == 700);
    assertThat(books.number("select version from product where sku = '" + sku + "'")).isEqualTo(2);
  }

  @Test
  void stockThatDoesNotAddUpIsFoundAndRepairedOnAnOperatorsWordAlone() {
    String sku = aProductWith(10);
    UUID order = Ids.next();
    saga.expects("StockReserved", saga.send(reserve(order, sku, 4)));
    String operator = issuer.tokenFor("operator");
    assertThat(get("operations/stock", operator).body().path("items")).isEmpty();

    books.change("update stock set on_hand = 8, reserved = 1 where sku = '" + sku + "'");
    JsonNode found = get("operations/stock", operator).body().at("/items/0");
    assertThat(found.path("sku").asText()).isEqualTo(sku);
    assertThat(found.at("/stock/available").asLong()).isEqualTo(7);
    assertThat(found.at("/counted/available").asLong()).isEqualTo(6);
    assertThat(found.path("repairable").asBoolean()).isTrue();
    Map<String, String> why = Map.of("reason", "restored from a wrong backup");
    String repair = "/operations/stock/" + sku + "/repair";
    assertThat(site.post(repair, staff, why).status()).isEqualTo(403);

    assertThat(site.post(repair, operator, why).status()).isEqualTo(200);
    assertThat(get("operations/stock", operator).body().path("items")).isEmpty();
    assertThat(site.post(repair, operator, why).problem()).isEqualTo("conflicting-status");
    JsonNode action = get("operations/actions?subject=stock/" + sku, operator).body();
    assertThat(action.at("/items/0/detail/stock/reserved").asLong()).isOne();
    assertThat(action.path("items")).hasSize(1);
    saga.expects("StockReleased", saga.send(new ReleaseStock(order)));
  }

  @Test
  void stockWhoseHistoryContradictsItselfIsReportedAndNotTouched() {
    String sku = aProductWith(10);
    UUID order = Ids.next();
    saga.expects("StockReserved", saga.send(reserve(order, sku, 4)));
    String operator = issuer.tokenFor("operator");
    String lines = "update reservation set lines = '{\"%s\":%d}' where order_id = '%s'";
    books.change(lines.formatted(sku, 3, order));

    JsonNode found = get("operations/stock", operator).body().at("/items/0");
    assertThat(found.path("repairable").asBoolean()).isFalse();
    assertThat(found.path("heldByOrders").asLong()).isEqualTo(3);
    Answer refused =
        site.post("/operations/stock/" + sku + "/repair", operator, Map.of("reason", "a try"));
    assertThat(refused.problem()).isEqualTo("conflicting-status");
    books.change(lines.formatted(sku, 4, order));
  }

  @Test
  void aProductIsMadeReadAndChangedByItsVersion() {
    String sku = aSku();
    String tea = "{\"name\":\"Tea\",\"price\":{\"amount\":1299,\"currency\":\"EUR\"}}";
    String dearer = tea.replace("1299", "1399");

    Answer made = put(sku, tea, null);
    assertThat(made.status()).isEqualTo(201);
    assertThat(made.headers().get("Location")).endsWith("/api/inventory/products/" + sku);
    String etag = made.headers().get("ETag");
    assertThat(get("products/" + sku, null).headers().get("ETag")).isEqualTo(etag);

    assertThat(put(sku, dearer, null).status()).isEqualTo(428);
    assertThat(put(sku, dearer, "\"77\"").status()).isEqualTo(412);
    Answer changed = put(sku, dearer, etag);
    assertThat(changed.status()).isEqualTo(200);
    assertThat(changed.body().at("/price/amount").asLong()).isEqualTo(1399);
    assertThat(changed.headers().get("ETag")).isNotNull().isNotEqualTo(etag);
    assertThat(put(sku, tea, etag).status()).isEqualTo(412);
  }

  @Test
  void anInvalidProductIsRefused() {
    String good = "{\"name\":\"Tea\",\"price\":{\"amount\":1,\"currency\":\"EUR\"}}";
    for (String bad :
        List.of(
            "",
            "null",
            "[]",
            "{}",
            good.replace("\"Tea\"", "null"),
            good.replace("\"Tea\"", "\" \""),
            good.replace("Tea", "x".repeat(201)),
            good.replace("Tea", "\\u0000"),
            good.replace(":1,", ":0,"),
            good.replace(":1,", ":-1,"),
            good.replace(":1,", ":1.5,"),
            good.replace(":1,", ":9223372036854775807,"),
            good.replace(":1,", ":92233720368547758070,"),
            good.replace("EUR", "eur"),
            good.replace("{\"name\"", "{\"stock\":1,\"name\""))) {
      assertThat(put(aSku(), bad, null).status()).as(bad).isEqualTo(400);
    }
    assertThat(put("tea", good, null).status()).isEqualTo(400);
    assertThat(get("products/NOT-HERE", null).status()).isEqualTo(404);
    assertThat(get("products/not-a-sku", null).status()).isEqualTo(404);
  }

  @Test
  void onlyStaffChangeAndNobodyElseSeesMovements() {
    String customer = issuer.tokenFor("customer");
    assertThat(get("products/TEA-001/movements", null).status()).isEqualTo(401);
    assertThat(get("products/TEA-001/movements", customer).status()).isEqualTo(403);
    assertThat(get("products/TEA-001/movements", staff).status()).isEqualTo(200);
    assertThat(get("products/TEA-001/movements", issuer.tokenFor("admin")).status()).isEqualTo(200);
    assertThat(get("operations/reservations", staff).status()).isEqualTo(403);
    assertThat(get("operations/reservations", issuer.tokenFor("operator")).status()).isEqualTo(200);
  }

  @Test
  void aStockChangeIsAppliedOncePerKey() {
    String sku = aProductWith(100);
    String key = Ids.next().toString();
    String change = "{\"delta\":-30,\"reason\":\"broken\"}";

    JsonNode first = stock(sku, change, key).body();
    JsonNode again = stock(sku, change, key).body();

    assertThat(first.get("onHand").asLong()).isEqualTo(70);
    assertThat(again).isEqualTo(first);
    assertThat(stock(sku, change.replace("-30", "-31"), key).status()).isEqualTo(422);
    assertThat(stock(sku, change, null).status()).isEqualTo(400);
    assertThat(stock("NOT-HERE", change, Ids.next().toString()).status()).isEqualTo(404);
    Answer tooMuch = stock(sku, change.replace("-30", "-71"), Ids.next().toString());
    assertThat(tooMuch.status()).isEqualTo(409);
    assertThat(tooMuch.body().get("type").asText()).endsWith("insufficient-stock");
    for (String bad : List.of("0", "1000001", "-1000001", "null", "1.5", "\"3\"")) {
      assertThat(stock(sku, change.replace("-30", bad), Ids.next().toString()).status())
          .as(bad)
          .isEqualTo(400);
    }
    JsonNode movements = get("products/" + sku + "/movements", staff).body().get("items");
    assertThat(movements).hasSize(2);
    assertThat(movements.at("/1/units").asLong()).isEqualTo(-30);
  }

  @Test
  void anOrderIsReservedCommittedShippedAndReturned() {
    String sku = aProductWith(10);
    UUID order = Ids.next();

    saga.expects("StockReserved", saga.send(reserve(order, sku, 2)));
    saga.expects("StockCommitted", saga.send(new CommitStock(order)));
    assertStock(sku, 10, 2);
    saga.expects("StockShipped", saga.send(new ShipStock(order)));
    assertStock(sku, 8, 0);
    saga.expects("StockRestocked", saga.send(new Restock(order)));
    assertStock(sku, 10, 0);
    awaitShown(sku, 10);
  }

  @Test
  void aDuplicateAndAReplayAreAnsweredAgainAndChangeNothing() {
    String sku = aProductWith(10);
    UUID order = Ids.next();
    Map<UUID, InventoryCommand> history = new LinkedHashMap<>();
    history.put(Ids.next(), reserve(order, sku, 2));
    history.put(Ids.next(), new CommitStock(order));
    history.put(Ids.next(), new ReleaseStock(order));
    history.put(Ids.next(), reserve(Ids.next(), sku, 99));
    history.forEach(saga::send);
    saga.awaitAnswers(history.keySet(), 1);
    await()
        .atMost(PATIENCE)
        .until(() -> books.number("select count(*) from outbox where sent_at is null") == 0);
    String before = books.checksum();

    history.forEach(saga::send);
    saga.awaitAnswers(history.keySet(), 2);

    assertThat(books.checksum()).isEqualTo(before);
    for (UUID command : history.keySet()) {
      assertThat(saga.answersTo(command).stream().distinct()).hasSize(1);
      assertThat(saga.idsOfAnswersTo(command).stream().distinct()).hasSize(1);
    }
  }

  @Test
  void aReleaseThatOvertakesItsReserveWins() {
    String sku = aProductWith(10);
    UUID order = Ids.next();

    saga.expects("StockReleased", saga.send(new ReleaseStock(order)));
    saga.expects("StockRejected", saga.send(reserve(order, sku, 2)));
    assertStock(sku, 10, 0);
  }

  @Test
  void aCommandThatCannotBeIsParkedAndStopsNobodyElse() {
    String sku = aProductWith(10);
    long before = books.number("select count(*) from parked_message");
    saga.send(new ShipStock(Ids.next()));

    saga.expects("StockReserved", saga.send(reserve(Ids.next(), sku, 1)));
    await()
        .atMost(PATIENCE)
        .until(() -> books.number("select count(*) from parked_message") == before + 1);
  }

  @Test
  void twoHundredBuyersOfFiftyUnitsWhileRedisIsEmptied() {
    String sku = aProductWith(50);
    List<UUID> commands = new ArrayList<>();
    for (int buyer = 0; buyer < 200; buyer++) {
      commands.add(saga.send(reserve(Ids.next(), sku, 1)));
      if (buyer == 100) {
        emptyRedis();
      }
    }
    saga.awaitAnswers(commands, 1);

    Map<UUID, String> answers = new LinkedHashMap<>();
    saga.heard().stream()
        .filter(answer -> commands.contains(answer.commandId()))
        .forEach(answer -> answers.put(answer.commandId(), answer.type()));
    assertThat(answers.values().stream().filter("StockReserved"::equals)).hasSize(50);
    assertThat(answers.values().stream().filter("StockRejected"::equals)).hasSize(150);
    assertStock(sku, 50, 50);
    awaitShown(sku, 0);
  }

  @Test
  void staffAndOrdersTakeFromOneShelfAtOnceAndItNeverGoesBelowZero() {
    String sku = aProductWith(100);
    List<UUID> commands = new ArrayList<>();
    List<CompletableFuture<Answer>> broken = new ArrayList<>();
    // whichever is faster, staff request more than there is and orders request less
    for (int n = 0; n < 110; n++) {
      if (n < 80) {
        commands.add(saga.send(reserve(Ids.next(), sku, 1)));
      }
      broken.add(
          CompletableFuture.supplyAsync(
              () -> stock(sku, "{\"delta\":-1,\"reason\":\"broken\"}", Ids.next().toString())));
    }
    saga.awaitAnswers(commands, 1);
    List<Integer> statuses = broken.stream().map(call -> call.join().status()).toList();

    long taken = statuses.stream().filter(status -> status == 200).count();
    assertThat(statuses).containsOnly(200, 409);
    assertStock(sku, 100 - taken, 100 - taken);
  }

  @Test
  void ordersAndAvailabilityGoOnWithoutRedisAndItsViewComesBack() {
    String sku = aProductWith(10);
    awaitShown(sku, 10);
    stack.redis().kill();
    try {
      saga.expects("StockReserved", saga.send(reserve(Ids.next(), sku, 3)));
      Answer availability = get("availability?sku=" + sku, null);
      assertThat(availability.status()).isEqualTo(200);
      assertThat(availability.body().at("/items/0/available").asLong()).isEqualTo(7);
    } finally {
      stack.redis().start();
    }
    awaitShown(sku, 7);
  }

  @Test
  void aWrongFigureInRedisIsPutRight() {
    String sku = aProductWith(10);
    awaitShown(sku, 10);
    try (Jedis redis = redis()) {
      redis.hset("inventory:available", sku, "999999:0");
    }
    awaitShown(sku, 10);
  }

  @Test
  void everyMetricOfTheServiceIsThere() {
    String sku = aProductWith(1);
    saga.expects("StockReserved", saga.send(reserve(Ids.next(), sku, 1)));
    Answer page = new Site(stack.url(Service.INVENTORY).toString()).get("metrics", null);
    for (String metric :
        List.of(
            "tradewind_stock_units",
            "tradewind_stock_commands_total",
            "tradewind_reservations_overdue",
            "tradewind_stock_view_waiting",
            "tradewind_stock_view_age_seconds",
            "tradewind_stock_view_failures_total",
            "tradewind_stock_view_repairs_total")) {
      assertThat(page.raw()).as(metric).contains("\n" + metric + "{");
    }
  }

  @Test
  void availabilityLeavesOutWhatDoesNotExistAndRefusesWhatIsNoSku() {
    JsonNode answer = get("availability?sku=TEA-001&sku=NOT-HERE&sku=TEA-001", null).body();
    assertThat(answer.get("items")).hasSize(1);
    assertThat(get("availability", null).status()).isEqualTo(400);
    assertThat(get("availability?sku=tea", null).status()).isEqualTo(400);
    String many = String.join("&", IntStream.range(0, 101).mapToObj(n -> "sku=X-" + n).toList());
    assertThat(get("availability?" + many, null).status()).isEqualTo(400);
  }

  @Test
  void movementsCanNeitherBeChangedNorDeletedByTheService() {
    String denied = "42501";
    assertThat(books.refusalOf("update stock_movement set units = 1")).isEqualTo(denied);
    assertThat(books.refusalOf("delete from stock_movement")).isEqualTo(denied);
    assertThat(books.refusalOf("create table mine (id int)")).isEqualTo(denied);
  }

  @Test
  void aServerKilledUnderLoadLosesAndDoublesNothing() {
    String sku = aProductWith(1000);
    List<UUID> commands = new ArrayList<>();
    for (int order = 0; order < 400; order++) {
      commands.add(saga.send(reserve(Ids.next(), sku, 2)));
      if (order == 200) {
        saga.flush();
        await().atMost(PATIENCE).until(() -> books.number(reservedOf(sku)) > 0);
        stack.server(Service.INVENTORY).kill();
      }
    }
    stack.server(Service.INVENTORY).start();
    saga.awaitAnswers(commands, 1);

    assertStock(sku, 1000, 800);
  }

  private static void assertStock(String sku, long onHand, long reserved) {
    assertThat(books.number("select on_hand from stock where sku = '" + sku + "'"))
        .isEqualTo(onHand);
    assertThat(books.number(reservedOf(sku))).isEqualTo(reserved);
  }

  private static String reservedOf(String sku) {
    return "select reserved from stock where sku = '" + sku + "'";
  }

  /** Reads the figure from Redis itself, because PostgreSQL may have given the answer over HTTP. */
  private static void awaitShown(String sku, long available) {
    await()
        .atMost(PATIENCE)
        .ignoreExceptions()
        .until(
            () -> {
              try (Jedis redis = redis()) {
                String shown = redis.hget("inventory:available", sku);
                return shown != null && shown.endsWith(":" + available);
              }
            });
    assertThat(get("availability?sku=" + sku, null).body().at("/items/0/available").asLong())
        .isEqualTo(available);
  }

  private static void emptyRedis() {
    try (Jedis redis = redis()) {
      redis.flushAll();
    }
  }

  private static Jedis redis() {
    return new Jedis(
        new HostAndPort("127.0.0.1", stack.redis().port()),
        DefaultJedisClientConfig.builder().resp2().password(stack.redis().password()).build());
  }

  private static ReserveStock reserve(UUID order, String sku, int units) {
    return new ReserveStock(order, List.of(new StockLine(sku, units)));
  }

  private static String aSku() {
    return "ZZ-" + ++products;
  }

  private static String aProductWith(int units) {
    String sku = aSku();
    String tea = "{\"name\":\"Tea\",\"price\":{\"amount\":1299,\"currency\":\"EUR\"}}";
    assertThat(put(sku, tea, null).status()).isEqualTo(201);
    String change = "{\"delta\":" + units + ",\"reason\":\"delivery\"}";
    assertThat(stock(sku, change, Ids.next().toString()).status()).isEqualTo(200);
    return sku;
  }

  private static Answer get(String path, String token) {
    return site.get("/" + path, token);
  }

  private static Answer put(String sku, String body, String ifMatch) {
    return site.send("PUT", "/products/" + sku, staff, body, "If-Match", ifMatch);
  }

  private static Answer stock(String sku, String body, String key) {
    return site.send("POST", "/products/" + sku + "/stock", staff, body, "Idempotency-Key", key);
  }
}
