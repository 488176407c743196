package io.tradewind.orders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.tradewind.contracts.users.UserErased;
import io.tradewind.orders.outside.Answers;
import io.tradewind.orders.outside.Client;
import io.tradewind.orders.outside.Outside;
import io.tradewind.orders.outside.Participants;
import io.tradewind.outside.Site.Answer;
import io.tradewind.stack.LibertyServer;
import io.tradewind.stack.Service;
import io.tradewind.values.Ids;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The order service on Liberty, PostgreSQL and Kafka; the test simulates payment and stock. */
class OrdersIT {

  private static final Executor CROWD = Executors.newFixedThreadPool(20, OrdersIT::daemon);

  /** The server keeps 256 threads. */
  private static final int MORE_THAN_THREADS = 300;

  private static final Duration WAIT = Duration.ofSeconds(4);

  private static Outside outside;

  private final Client customer = outside.customer();
  private final Client staff = outside.user("staff");

  @BeforeAll
  static void start() {
    outside = Outside.running();
  }

  @BeforeEach
  void everybodyAgrees() {
    participants().answer(Answers::yesToAll);
  }

  @Test
  void anOrderIsTakenAndConfirmed() {
    Answer placed = customer.placesTea(key(), "pm_ok");
    assertThat(placed.status()).as(placed.raw()).isEqualTo(202);
    assertThat(placed.headers().get("Location")).endsWith("/api/orders/" + placed.id());
    assertThat(placed.body().path("status").asText()).isEqualTo("AUTHORIZING");
    assertThat(placed.body().path("total").path("amount").asLong()).isEqualTo(2598);

    JsonNode order = customer.get("/" + placed.id() + "?wait=20s").body();
    assertThat(order.path("status").asText()).isEqualTo("CONFIRMED");
    assertThat(order.path("lines").get(0).path("unitPrice").path("amount").asLong())
        .isEqualTo(1299);
    assertThat(order.path("reason").isNull()).isTrue();
    UUID id = UUID.fromString(placed.id());
    await().until(() -> types(id, "order-events").size() == 2);
    assertThat(types(id, "payment-commands")).containsExactly("AuthorizePayment", "CapturePayment");
    assertThat(types(id, "inventory-commands")).containsExactly("ReserveStock");
    assertThat(types(id, "order-events")).containsExactly("OrderPlaced", "OrderConfirmed");
  }

  @Test
  void aDeclinedCardRejectsTheOrderAndLeavesTheStockAlone() {
    participants().answer(Answers::declined);
    JsonNode order = settled(customer.placesTea(key(), "pm_declined").id());
    assertThat(order.path("status").asText()).isEqualTo("REJECTED");
    assertThat(order.path("reason").asText()).isEqualTo("card-declined");
    assertThat(types(UUID.fromString(order.path("id").asText()), "inventory-commands")).isEmpty();
  }

  @Test
  void anEmptyShelfRejectsTheOrderAndLetsTheMoneyGo() {
    participants().answer(Answers::emptyShelf);
    JsonNode order = settled(customer.placesTea(key(), "pm_ok").id());
    assertThat(order.path("status").asText()).isEqualTo("REJECTED");
    assertThat(order.path("reason").asText()).isEqualTo("insufficient-stock");
    assertThat(types(UUID.fromString(order.path("id").asText()), "payment-commands"))
        .containsExactly("AuthorizePayment", "VoidPayment");
  }

  @Test
  void aConfirmedOrderIsCancelledWithARefundAndTheCustomersWordsStayInside() {
    String id = settled(customer.placesTea(key(), "pm_ok").id()).path("id").asText();
    Answer asked =
        customer.post("/" + id + "/cancellation", key(), "{\"reason\":\"changed my mind\"}");
    assertThat(asked.status()).isEqualTo(202);
    JsonNode order = settled(id);
    assertThat(order.path("status").asText()).isEqualTo("CANCELLED");
    assertThat(order.path("reason").asText()).isEqualTo("cancelled");
    assertThat(customer.get("/" + id + "/events").raw()).contains("changed my mind");
    assertThat(outside.number("select count(*) from outbox where payload like '%changed%'"))
        .isZero();
    assertThat(outside.number("select count(*) from order_event where data::text like '%changed%'"))
        .isZero();
  }

  /** A token stays valid a little longer than the account. */
  @Test
  void anErasedCustomersTextIsNotKept() {
    String before = settled(customer.placesTea(key(), "pm_ok").id()).path("id").asText();
    String after = settled(customer.placesTea(key(), "pm_ok").id()).path("id").asText();
    String notes = "select count(*) from order_note where order_id in ('%s', '%s')";
    cancelled(before);
    assertThat(outside.number(notes.formatted(before, after))).isOne();

    participants().say(new UserErased(customer.user()));
    await().until(() -> outside.number(notes.formatted(before, after)) == 0);
    cancelled(after);

    assertThat(outside.number(notes.formatted(before, after))).isZero();
  }

  private void cancelled(String order) {
    Answer asked =
        customer.post("/" + order + "/cancellation", key(), "{\"reason\":\"changed my mind\"}");
    assertThat(asked.status()).isEqualTo(202);
    assertThat(settled(order).path("status").asText()).isEqualTo("CANCELLED");
  }

  @Test
  void aParcelIsShippedDeliveredAndReturned() {
    String id = settled(customer.placesTea(key(), "pm_ok").id()).path("id").asText();
    assertThat(customer.post("/" + id + "/shipment", null, null).status()).isEqualTo(403);
    assertThat(staff.post("/" + id + "/delivery", null, null).status()).isEqualTo(409);
    assertThat(staff.post("/" + id + "/shipment", null, null).status()).isEqualTo(202);
    assertThat(staff.post("/" + id + "/delivery", null, "{}").status()).isEqualTo(202);
    assertThat(staff.post("/" + id + "/return", key(), "{}").status()).isEqualTo(202);
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> settled(id).path("status").asText().equals("RETURNED"));
  }

  @Test
  void everyRequestOfAnOrderIsMadeOnceUnderOneKey() {
    String parcel = settled(customer.placesTea(key(), "pm_ok").id()).path("id").asText();
    askedTwice(staff, parcel, "shipment", "Shipped");
    askedTwice(staff, parcel, "delivery", "Delivered");
    askedTwice(staff, parcel, "return", "Returned");
    String unwanted = settled(customer.placesTea(key(), "pm_ok").id()).path("id").asText();
    askedTwice(customer, unwanted, "cancellation", "CancellationRequested");
  }

  /** Without the key, the second request would be refused because of the order's status. */
  private void askedTwice(Client somebody, String order, String what, String event) {
    String path = "/" + order + "/" + what;
    String key = key();
    Answer first = somebody.post(path, key, "{\"reason\":\"asked\"}");
    assertThat(first.status()).as(path).isEqualTo(202);
    Answer again = somebody.post(path, key, "{\"reason\":\"asked\"}");
    assertThat(again.status()).as(path).isEqualTo(202);
    assertThat(again.raw()).isEqualTo(first.raw());
    assertThat(somebody.post(path, key, "{\"reason\":\"else\"}").status()).isEqualTo(422);
    assertThat(
            outside.number(
                "select count(*) from order_event where order_id = '%s' and type = '%s'"
                    .formatted(order, event)))
        .as(event)
        .isOne();
  }

  @Test
  void aKeyHasAtMost255Characters() {
    assertThat(customer.placesTea("k".repeat(255), "pm_ok").status()).isEqualTo(202);
    assertThat(customer.placesTea("k".repeat(256), "pm_ok").status()).isEqualTo(400);
    assertThat(customer.placesTea("", "pm_ok").status()).isEqualTo(400);
  }

  @Test
  void aCancellationIsRefusedWhilePaymentIsTaken() {
    participants()
        .answer(
            (command, order) ->
                command.type().startsWith("Capture") ? null : Answers.yesToAll(command, order));
    String id = customer.placesTea(key(), "pm_ok").id();
    await().until(() -> status(id).equals("CAPTURING"));
    Answer refused = customer.post("/" + id + "/cancellation", null, null);
    assertThat(refused.status()).isEqualTo(409);
    assertThat(refused.body().path("type").asText()).endsWith("/payment-in-progress");
    assertThat(refused.headers().get("Retry-After")).isEqualTo("1");
    participants().answer(Answers::yesToAll);
    // Nobody answered the first capture, so it is sent again under the same id.
    assertThat(settled(id).path("status").asText()).isEqualTo("CONFIRMED");
    List<UUID> captures =
        participants().heardOf(UUID.fromString(id)).stream()
            .filter(sent -> sent.type().startsWith("Capture"))
            .map(Participants.Sent::id)
            .toList();
    assertThat(captures).hasSizeGreaterThan(1).containsOnly(captures.get(0));
  }

  @Test
  void theSameKeyMakesOneOrder() {
    String key = key();
    Answer first = customer.placesTea(key, "pm_ok");
    Answer again = customer.placesTea(key, "pm_ok");
    assertThat(again.status()).isEqualTo(202);
    assertThat(again.id()).isEqualTo(first.id());
    assertThat(again.headers().get("Location")).isEqualTo(first.headers().get("Location"));
    assertThat(customer.placesTeaBehind("https", "shop.example", key).headers().get("Location"))
        .isEqualTo("https://shop.example/api/orders/" + first.id());
    assertThat(customer.placesTea(key, "pm_slow").status()).isEqualTo(422);
    assertThat(customer.get("").body().path("items")).hasSize(1);
  }

  @Test
  void aRepeatedRequestIsAskedToComeAgainWhileTheFirstIsHandled() throws SQLException {
    String key = key();
    try (Connection first = outside.handling("place-order", customer.user(), key)) {
      Answer second = customer.placesTea(key, "pm_ok");
      assertThat(second.status()).isEqualTo(409);
      assertThat(second.problem()).isEqualTo("request-in-progress");
      assertThat(second.headers().get("Retry-After")).isEqualTo("1");
      first.rollback();
    }
    assertThat(customer.placesTea(key, "pm_ok").status()).isEqualTo(202);
  }

  @Test
  void eachOfManyWaitersGetsTheirOwnAnswer() {
    String shared = key();
    List<CompletableFuture<Answer>> good = atOnce(40, n -> customer.placesTea(key(), "pm_ok"));
    List<CompletableFuture<Answer>> bad =
        atOnce(20, n -> lines("{\"sku\":\"NO-SUCH-%d\",\"quantity\":1}".formatted(n)));
    List<CompletableFuture<Answer>> same = atOnce(20, n -> customer.placesTea(shared, "pm_ok"));
    assertThat(good).extracting(each -> each.join().status()).containsOnly(202);
    assertThat(bad).extracting(each -> each.join().status()).containsOnly(422);
    for (int n = 0; n < bad.size(); n++) {
      assertThat(bad.get(n).join().body().path("skus").get(0).asText()).isEqualTo("NO-SUCH-" + n);
    }
    assertThat(same).extracting(each -> each.join().status()).containsOnly(202);
    assertThat(same).extracting(each -> each.join().id()).containsOnly(same.get(0).join().id());
    assertThat(good).extracting(each -> each.join().id()).doesNotHaveDuplicates();
    assertThat(customer.get("?limit=100").body().path("items")).hasSize(41);
  }

  @Test
  void aNumberThatDoesNotFitIsRefused() {
    assertThat(customer.placesTea(null, "pm_ok").status()).isEqualTo(400);
    assertThat(customer.placesTea(key(), "pm_stolen").status()).isEqualTo(400);
    assertThat(lines("{\"sku\":\"NO-SUCH\",\"quantity\":1}").status()).isEqualTo(422);
    assertThat(lines("{\"sku\":\"TEA-001\",\"quantity\":0}").status()).isEqualTo(400);
    assertThat(lines("{\"sku\":\"TEA-001\",\"quantity\":1001}").status()).isEqualTo(400);
    assertThat(lines("{\"sku\":\"TEA-001\",\"quantity\":1,\"price\":1}").status()).isEqualTo(400);
    assertThat(lines("{\"sku\":\"TEA-001\"}").status()).isEqualTo(400);
    assertThat(lines("").status()).isEqualTo(400);
    assertThat(lines("null").status()).isEqualTo(400);
    assertThat(lines("{\"sku\":null,\"quantity\":1}").status()).isEqualTo(400);
    assertThat(lines("{\"sku\":\"TEA-MAX\",\"quantity\":2}").status()).isEqualTo(422);
    assertThat(
            lines("{\"sku\":\"TEA-001\",\"quantity\":1},{\"sku\":\"TEA-USD\",\"quantity\":1}")
                .status())
        .isEqualTo(422);
    assertThat(outside.nobody().placesTea(key(), "pm_ok").status()).isEqualTo(401);
    assertThat(linesOfTea(100).status()).isEqualTo(202);
    Answer oneTooMany = linesOfTea(101);
    assertThat(oneTooMany.status()).isEqualTo(400);
    assertThat(oneTooMany.problem()).isEqualTo("invalid-request");
  }

  @Test
  void anothersOrderDoesNotExist() {
    String id = customer.placesTea(key(), "pm_ok").id();
    Client other = outside.customer();
    assertThat(other.get("/" + id).status()).isEqualTo(404);
    assertThat(other.get("/" + id + "?wait=5s").status()).isEqualTo(404);
    assertThat(other.get("/" + id + "/events").status()).isEqualTo(404);
    assertThat(other.post("/" + id + "/cancellation", null, null).status()).isEqualTo(404);
    assertThat(other.get("").body().path("items")).isEmpty();
    assertThat(staff.get("/" + id).status()).isEqualTo(200);
    assertThat(customer.get("/not-an-id").status()).isEqualTo(404);
  }

  @Test
  void theHistoryIsPagedAndCanBeReadAsOfAnInstant() {
    String id = settled(customer.placesTea(key(), "pm_ok").id()).path("id").asText();
    await().until(() -> customer.get("/" + id + "/events").body().path("items").size() == 4);
    JsonNode first = customer.get("/" + id + "/events?limit=2").body();
    assertThat(first.path("items").findValuesAsText("type"))
        .containsExactly("OrderPlaced", "PaymentAuthorized");
    JsonNode second =
        customer.get("/" + id + "/events?limit=2&cursor=" + first.path("next").asText()).body();
    assertThat(second.path("items").findValuesAsText("type"))
        .containsExactly("StockReserved", "PaymentCaptured");
    assertThat(second.path("next").isNull()).isTrue();
    String then = first.path("items").get(1).path("at").asText();
    JsonNode past = customer.get("/" + id + "?asOf=" + then).body();
    assertThat(past.path("status").asText()).isEqualTo("RESERVING");
    assertThat(past.path("version").asLong()).isEqualTo(2);
    assertThat(customer.get("/" + id + "?asOf=2001-01-01T00:00:00Z").status()).isEqualTo(404);
    assertThat(customer.get("/" + id + "?asOf=yesterday").status()).isEqualTo(400);
    assertThat(customer.get("/" + Ids.next() + "?asOf=yesterday").status()).isEqualTo(400);
  }

  @Test
  void listsAreNewestFirstWithACursorAndAStatus() {
    List<String> placed =
        List.of(
            customer.placesTea(key(), "pm_ok").id(),
            customer.placesTea(key(), "pm_ok").id(),
            customer.placesTea(key(), "pm_ok").id());
    JsonNode first = customer.get("?limit=2").body();
    assertThat(first.path("items").findValuesAsText("id"))
        .containsExactly(placed.get(2), placed.get(1));
    JsonNode rest = customer.get("?limit=2&cursor=" + first.path("next").asText()).body();
    assertThat(rest.path("items").findValuesAsText("id")).containsExactly(placed.get(0));
    placed.forEach(this::settled);
    assertThat(customer.get("?status=CONFIRMED").body().path("items")).hasSize(3);
    assertThat(customer.get("?status=REJECTED").body().path("items")).isEmpty();
    assertThat(customer.get("?status=LOST").status()).isEqualTo(400);
    assertThat(customer.get("?limit=0").status()).isEqualTo(400);
    assertThat(customer.get("?cursor=%21").status()).isEqualTo(400);
  }

  @Test
  void waitingEndsWithTheTimeWhenNothingSettles() {
    participants().answer(Answers::silence);
    String id = customer.placesTea(key(), "pm_ok").id();
    Instant begun = Instant.now();
    Answer answer = customer.get("/" + id + "?wait=1s");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body().path("status").asText()).isEqualTo("AUTHORIZING");
    assertThat(Duration.between(begun, Instant.now()))
        .isBetween(Duration.ofMillis(990), Duration.ofSeconds(5));
    assertThat(customer.get("/" + id + "?wait=31s").status()).isEqualTo(400);
  }

  /** The lock keeps everybody from reading the table: a database that hangs. */
  @Test
  void waitingEndsWithTheTimeWhenTheDatabaseDoesNotAnswer() throws SQLException {
    participants().answer(Answers::silence);
    String id = customer.placesTea(key(), "pm_ok").id();
    LibertyServer server = outside.stack().server(Service.ORDERS);
    await().until(() -> server.metric("tradewind_order_waiters") == 0);
    CompletableFuture<Answer> waiting = customer.getLater("/" + id + "?wait=3s");
    await().until(() -> server.metric("tradewind_order_waiters") == 1);
    try (Connection holding = outside.holdingTheTableOfOrders()) {
      Answer answer = waiting.orTimeout(10, TimeUnit.SECONDS).join();
      assertThat(answer.status()).isEqualTo(503);
      assertThat(answer.problem()).isEqualTo("unavailable");
      assertThat(answer.headers()).containsEntry("Retry-After", "1");
      assertThat(answer.headers().get("Content-Type")).startsWith("application/problem+json");
      holding.rollback();
    }
    assertThat(server.metric("tradewind_order_waiters")).isZero();
  }

  /**
   * All waiters are there from the arrival of the last one, which is its answer less its wait,
   * until the first answer.
   */
  @Test
  void waitersHoldNoThreadHoweverMany() {
    participants().answer(Answers::silence);
    String path = "/" + customer.placesTea(key(), "pm_ok").id() + "?wait=" + WAIT.toSeconds() + "s";
    List<CompletableFuture<Instant>> answers =
        Stream.generate(() -> customer.getLater(path).thenApply(OrdersIT::answeredAt))
            .limit(MORE_THAN_THREADS)
            .toList();
    LibertyServer server = outside.stack().server(Service.ORDERS);
    NavigableMap<Instant, Double> activeThreads = new TreeMap<>();
    await()
        .atMost(Duration.ofSeconds(30))
        .until(
            () -> {
              activeThreads.put(Instant.now(), server.metric("threadpool_activeThreads"));
              return answers.stream().allMatch(CompletableFuture::isDone);
            });

    List<Instant> answered = answers.stream().map(CompletableFuture::join).sorted().toList();
    Instant lastCame = answered.get(MORE_THAN_THREADS - 1).minus(WAIT);
    assertThat(lastCame).isBefore(answered.get(0));
    assertThat(activeThreads.subMap(lastCame, answered.get(0)).values())
        .anyMatch(active -> active > 0 && active < MORE_THAN_THREADS / 10);
  }

  @Test
  void operatorsSeeWhatNobodyAnswersAndThePatienceRunsOut() {
    participants().answer(Answers::silence);
    String id = customer.placesTea(key(), "pm_ok").id();
    Client operator = outside.user("operator");
    assertThat(customer.get("/operations/sagas").status()).isEqualTo(403);
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> sagas(operator, "?attention=true&stuck=true&limit=100").contains(id));
    assertThat(sagas(operator, "?step=RESERVE_STOCK&limit=100")).doesNotContain(id);
    assertThat(sagas(operator, "?olderThan=3600s")).doesNotContain(id);
    participants().answer(Answers::yesToAll);
    assertThat(settled(id).path("status").asText()).isEqualTo("CONFIRMED");
  }

  private Answer linesOfTea(int count) {
    return lines(
        String.join(",", Collections.nCopies(count, "{\"sku\":\"TEA-001\",\"quantity\":1}")));
  }

  private Answer lines(String lines) {
    return customer.post("", key(), "{\"lines\":[" + lines + "],\"paymentMethod\":\"pm_ok\"}");
  }

  private static Instant answeredAt(Answer answer) {
    assertThat(answer.status()).as(answer.raw()).isEqualTo(200);
    return Instant.now();
  }

  private static List<CompletableFuture<Answer>> atOnce(int times, IntFunction<Answer> act) {
    return IntStream.range(0, times)
        .mapToObj(n -> CompletableFuture.supplyAsync(() -> act.apply(n), CROWD))
        .toList();
  }

  private static List<String> sagas(Client operator, String query) {
    return operator
        .get("/operations/sagas" + query)
        .body()
        .path("items")
        .findValuesAsText("orderId");
  }

  private JsonNode settled(String id) {
    JsonNode order = staff.get("/" + id + "?wait=30s").body();
    assertThat(order.path("status").asText()).doesNotEndWith("ING");
    return order;
  }

  private String status(String id) {
    return staff.get("/" + id).body().path("status").asText();
  }

  private static List<String> types(UUID order, String topic) {
    return participants().typesHeardOf(order, topic);
  }

  private static Participants participants() {
    return outside.participants();
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "crowd");
    thread.setDaemon(true);
    return thread;
  }

  private static String key() {
    return UUID.randomUUID().toString();
  }
}
