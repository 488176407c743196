package io.tradewind.payments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.tradewind.contracts.Topic;
import io.tradewind.contracts.payments.AuthorizePayment;
import io.tradewind.contracts.payments.CapturePayment;
import io.tradewind.contracts.payments.PaymentCommand;
import io.tradewind.contracts.payments.RefundPayment;
import io.tradewind.contracts.payments.VoidPayment;
import io.tradewind.outside.FakeOrderService;
import io.tradewind.outside.Issuer;
import io.tradewind.outside.Site;
import io.tradewind.outside.Site.Answer;
import io.tradewind.stack.Service;
import io.tradewind.stack.Stack;
import io.tradewind.values.Ids;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The service on real infrastructure: PostgreSQL, Kafka, the simulated provider and one Liberty.
 */
class PaymentsIT {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final UUID USER = Ids.next();

  private static Issuer issuer;
  private static Stack stack;
  private static Site server;
  private static Site provider;
  private static FakeOrderService saga;
  private static Books books;

  @BeforeAll
  static void startEverything() {
    issuer = new Issuer();
    stack =
        Stack.forTests(Service.PAYMENTS)
            .env("JWKS_URL", issuer.url())
            .env("JWKS_FILE", issuer.file().toString())
            .env("TRADEWIND_PAYMENTS_LEASE", "PT18S")
            .env("TRADEWIND_PAYMENTS_RECONCILE_EVERY", "P1D")
            .env("TRADEWIND_PAYMENTS_RECONCILE_AFTER", "PT0S")
            .start();
    server = new Site(stack.url(Service.PAYMENTS).toString());
    provider = new Site(stack.provider().url().toString());
    saga = new FakeOrderService(stack.kafka().bootstrapServers(), Topic.PAYMENT_EVENTS);
    books = new Books(stack.postgres());
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
  void theBooksAddUpAndAgreeWithTheProviders() {
    await().atMost(PATIENCE).until(() -> books.number(OPEN) == 0);
    books.mustAddUp();
    assertThat(sum("captured") - sum("refunded") + sum("refunded_by_hand"))
        .isEqualTo(moved("CAPTURE") - moved("REFUND"));
  }

  private static final String OPEN = "select count(*) from payment_operation where outcome is null";

  @Test
  void anOrderIsAuthorisedCapturedAndRefunded() {
    UUID order = Ids.next();
    saga.expects("PaymentAuthorized", saga.send(authorize(order, "pm_ok")));
    saga.expects("PaymentCaptured", saga.send(new CapturePayment(order, 1299, "EUR")));
    saga.expects("PaymentRefunded", saga.send(new RefundPayment(order, 1299, "EUR")));

    JsonNode view = server.get("api/payments/" + order, issuer.tokenOf(USER, "customer")).body();
    assertThat(view.get("status").asText()).isEqualTo("REFUNDED");
    assertThat(view.at("/captured/amount").asLong()).isEqualTo(1299);
    assertThat(view.at("/refunded/currency").asText()).isEqualTo("EUR");
    assertThat(view.get("ledger")).hasSize(3);
  }

  @Test
  void aPaymentIsSeenByItsOwnerAndStaffAlone() {
    UUID order = Ids.next();
    String path = "api/payments/" + order;
    assertThat(server.get(path, issuer.tokenOf(USER, "customer")).status()).isEqualTo(404);
    saga.expects("PaymentAuthorized", saga.send(authorize(order, "pm_ok")));

    assertThat(server.get(path, null).status()).isEqualTo(401);
    assertThat(server.get(path, issuer.tokenFor("customer")).status()).isEqualTo(404);
    assertThat(server.get(path, issuer.tokenOf(USER, "customer")).status()).isEqualTo(200);
    assertThat(server.get(path, issuer.tokenFor("staff")).status()).isEqualTo(200);
    assertThat(server.get(path, issuer.tokenFor("operator")).status()).isEqualTo(403);
    assertThat(server.get("api/payments/no-id", issuer.tokenFor("staff")).status()).isEqualTo(404);
    String operations = "api/payments/operations/payments";
    assertThat(server.get(operations, issuer.tokenFor("staff")).status()).isEqualTo(403);
    assertThat(server.get(operations, issuer.tokenFor("operator")).status()).isEqualTo(200);
  }

  @Test
  void aDeclinedCardAndAFailingCaptureAreTold() {
    UUID declined = Ids.next();
    saga.expects("PaymentDeclined", saga.send(authorize(declined, "pm_declined")));
    saga.expects("PaymentVoided", saga.send(new VoidPayment(declined)));
    UUID failing = Ids.next();
    saga.expects("PaymentAuthorized", saga.send(authorize(failing, "pm_capture_fails")));
    saga.expects("CaptureFailed", saga.send(new CapturePayment(failing, 1299, "EUR")));
    saga.expects("PaymentVoided", saga.send(new VoidPayment(failing)));

    assertThat(statusAtProvider(failing)).isEqualTo("VOIDED");
  }

  @Test
  void theDroppedAnswerIsFoundAndChargedOnce() {
    UUID order = Ids.next();
    saga.expects("PaymentAuthorized", saga.send(authorize(order, "pm_timeout_then_ok")));
    saga.expects("PaymentCaptured", saga.send(new CapturePayment(order, 1299, "EUR")));
    assertThat(linesOf(order)).hasSize(2);
    saga.expects("PaymentVoided", saga.send(new VoidPayment(order)));
  }

  /** The provider's answer to every attempt is dropped; only the query after them is answered. */
  @Test
  void aDecisionIsFoundAtOnceWhenNoAnswerComes() {
    UUID order = Ids.next();
    saga.expects("PaymentAuthorized", saga.send(authorize(order, "pm_ok")));
    provider.send("PUT", "/knobs", null, Map.of("dropAnswers", 3));
    UUID capture = saga.send(new CapturePayment(order, 1299, "EUR"));
    saga.expects("PaymentCaptured", capture);

    String attempts = "select attempts from payment_operation where command_id = '%s'";
    assertThat(books.number(attempts.formatted(capture))).isOne();
    assertThat(linesOf(order)).hasSize(2);
  }

  @Test
  void aVoidThatComesFirstLeavesATombstone() {
    UUID order = Ids.next();
    saga.expects("PaymentVoided", saga.send(new VoidPayment(order)));
    UUID late = saga.send(authorize(order, "pm_ok"));
    saga.expects("PaymentDeclined", late);
    assertThat(statusAtProvider(order)).isEqualTo("VOIDED");
    assertThat(linesOf(order)).filteredOn(line -> line.path("amount").asLong() > 0).isEmpty();
  }

  @Test
  void aDuplicateAndAReplayAreAnsweredAgainAndMoveNoMoney() {
    UUID order = Ids.next();
    Map<UUID, PaymentCommand> history = new LinkedHashMap<>();
    history.put(Ids.next(), authorize(order, "pm_ok"));
    history.put(Ids.next(), new CapturePayment(order, 1299, "EUR"));
    history.put(Ids.next(), new VoidPayment(order));
    history.forEach(saga::send);
    history.forEach(saga::send);
    saga.awaitAnswers(history.keySet(), 1);
    await().atMost(PATIENCE).until(() -> books.number(OPEN) == 0);
    // an answer that is not marked as sent yet is not sent twice
    await()
        .atMost(PATIENCE)
        .until(() -> books.number("select count(*) from outbox where sent_at is null") == 0);
    String before = books.checksum();

    history.forEach(saga::send);
    saga.awaitAnswers(history.keySet(), 2);

    assertThat(books.checksum()).isEqualTo(before);
    assertThat(linesOf(order)).hasSize(3);
  }

  @Test
  void aSlowPaymentDelaysNobodyElse() {
    UUID slow = saga.send(authorize(Ids.next(), "pm_slow"));
    UUID quick = saga.send(authorize(Ids.next(), "pm_ok"));

    saga.expects("PaymentAuthorized", quick);
    assertThat(saga.answersTo(slow)).isEmpty();
    saga.expects("PaymentAuthorized", slow);
  }

  /** Payments succeed at all, which shows that the service itself is authenticated. */
  @Test
  void theProviderMovesMoneyForThisServiceAlone() {
    UUID order = Ids.next();
    Map<String, Object> hold = Map.of("amount", 1299, "currency", "EUR", "method", "pm_ok");
    for (String token : Arrays.asList(null, issuer.tokenFor("admin"), "a guess")) {
      assertThat(
              provider
                  .send(
                      "POST",
                      "/payments/" + order + "/authorise",
                      token,
                      hold,
                      "Idempotency-Key",
                      "k")
                  .status())
          .isEqualTo(401);
    }

    saga.expects("PaymentAuthorized", saga.send(authorize(order, "pm_ok")));
    assertThat(linesOf(order)).hasSize(1);
  }

  @Test
  void aProviderThatIsAwayLeavesPaymentsUnknownUntilItIsBack() {
    stack.provider().kill();
    UUID order = Ids.next();
    UUID command = saga.send(authorize(order, "pm_ok"));
    String unknown = "select count(*) from payment_operation where failure is not null";
    await().atMost(PATIENCE).until(() -> books.number(unknown) == 1);
    JsonNode open =
        server
            .get("api/payments/operations/payments", issuer.tokenFor("operator"))
            .body()
            .get("items");
    assertThat(open).hasSize(1);
    assertThat(open.at("/0/orderId").asText()).isEqualTo(order.toString());

    stack.provider().start();
    saga.expects("PaymentAuthorized", command);
    assertThat(linesOf(order)).hasSize(1);
  }

  @Test
  void aServerKilledUnderLoadLosesAndDoublesNothing() {
    Map<UUID, UUID> captures = new LinkedHashMap<>();
    for (int i = 0; i < 300; i++) {
      UUID order = Ids.next();
      saga.send(authorize(order, i % 10 == 0 ? "pm_timeout_then_ok" : "pm_ok"));
      captures.put(order, saga.send(new CapturePayment(order, 1299, "EUR")));
    }
    saga.flush();
    String captured = "select count(*) from payment where status = 'CAPTURED'";
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(5))
        .until(() -> books.number(captured) > 20);
    stack.server(Service.PAYMENTS).kill();
    stack.server(Service.PAYMENTS).start();

    saga.awaitAnswers(captures.values(), 1);
    captures.keySet().forEach(order -> assertThat(statusAtProvider(order)).isEqualTo("CAPTURED"));
  }

  /** The database fails while the provider works; the answers are written when it is back. */
  @Test
  void aDatabaseThatIsAwayForAWhileMakesNoSecondCall() {
    long before = callsToAuthorise();
    List<UUID> commands = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      commands.add(saga.send(authorize(Ids.next(), "pm_slow")));
    }
    saga.flush();
    await().atMost(PATIENCE).until(() -> books.number(OPEN + " and attempts = 1") == 50);
    stack.postgres().kill();
    try {
      await().atMost(PATIENCE).until(() -> callsToAuthorise() == before + 50);
    } finally {
      stack.postgres().start();
    }

    saga.awaitAnswers(commands, 1);
    assertThat(callsToAuthorise()).isEqualTo(before + 50);
  }

  private static long callsToAuthorise() {
    return server
        .get("metrics", null)
        .raw()
        .lines()
        .filter(line -> line.startsWith("tradewind_payment_provider_call_seconds_count{"))
        .filter(line -> line.contains("action=\"AUTHORIZE\""))
        .mapToLong(line -> (long) Double.parseDouble(line.substring(line.lastIndexOf(' '))))
        .sum();
  }

  @Test
  void aPaymentThatCannotBeReadAndOneThatCannotBeWrittenHoldUpNobody() {
    stack.provider().kill();
    Map<UUID, UUID> commands = new LinkedHashMap<>();
    for (int i = 0; i < 20; i++) {
      UUID order = Ids.next();
      commands.put(order, saga.send(authorize(order, "pm_ok")));
    }
    saga.flush();
    await().atMost(PATIENCE).until(() -> books.number(OPEN + " and failure is not null") == 20);
    List<UUID> bad = new ArrayList<>(commands.keySet()).subList(0, 2);
    books.change("alter table payment_operation drop constraint payment_operation_kind_check");
    books.change(SPLIT.formatted("SPLIT", bad.get(0)));
    books.change(
        "alter table ledger_entry add constraint planted check (order_id <> '" + bad.get(1) + "')");
    stack.provider().start();

    List<UUID> others = new ArrayList<>(commands.values()).subList(2, 20);
    saga.awaitAnswers(others, 1);
    await()
        .atMost(PATIENCE)
        .until(() -> books.number(OPEN + " and attention and attempts > 0") == 2);
    JsonNode open =
        server
            .get("api/payments/operations/payments", issuer.tokenFor("operator"))
            .body()
            .get("items");
    assertThat(open).hasSize(2);
    assertThat(open.at("/0/kind").asText()).isEqualTo("SPLIT");
    assertThat(open.at("/0/failure").asText()).contains("SPLIT");
    assertThat(open.at("/1/failure").asText()).contains("planted");

    books.change(SPLIT.formatted("AUTHORIZE", bad.get(0)));
    books.change("alter table ledger_entry drop constraint planted");
    books.change("update payment set due_at = now() where due_at is not null");
    saga.awaitAnswers(commands.values(), 1);
    bad.forEach(order -> assertThat(linesOf(order)).hasSize(1));
  }

  private static final String SPLIT =
      "update payment_operation set kind = '%s' where order_id = '%s'";

  @Test
  void theLedgerCanNeitherBeChangedNorDeletedByTheService() {
    String denied = "42501";
    assertThat(books.refusalOf("update ledger_entry set amount = 1")).isEqualTo(denied);
    assertThat(books.refusalOf("delete from ledger_entry")).isEqualTo(denied);
    assertThat(books.refusalOf("delete from payment")).isEqualTo(denied);
    assertThat(books.refusalOf("create table mine (id int)")).isEqualTo(denied);
  }

  @Test
  void anAuthorizationOfAClosedPaymentIsVoidedOnce() {
    UUID closed = closedPaymentsThatAreHeld(1).get(0);
    UUID live = Ids.next();
    saga.expects("PaymentAuthorized", saga.send(authorize(live, "pm_ok")));

    reconcile();
    await().atMost(PATIENCE).until(() -> statusAtProvider(closed).equals("VOIDED"));
    assertThat(finding(closed).path("action").asText()).isEqualTo("VOID");
    assertThat(statusAtProvider(live)).isEqualTo("AUTHORISED");
    assertThat(finding(live).isMissingNode()).isTrue();

    reconcileFromTheFirstLine();
    assertThat(linesOf(closed)).hasSize(2);
  }

  /** The state after a restore, and the state with a second stack that uses the same account. */
  @Test
  void aPaymentUnknownHereIsListedAndMovesNoMoneyByItself() {
    UUID taken = Ids.next();
    behindOurBack(taken, "authorise", 900);
    behindOurBack(taken, "capture", 900);
    UUID held = Ids.next();
    behindOurBack(held, "authorise", 700);

    reconcileFromTheFirstLine();
    reconcileFromTheFirstLine();
    for (UUID unknown : List.of(taken, held)) {
      assertThat(finding(unknown).path("status").asText()).isEqualTo("IMPOSSIBLE");
      assertThat(finding(unknown).path("detail").asText()).contains("unknown here");
    }
    assertThat(linesOf(taken)).hasSize(2);
    assertThat(statusAtProvider(held)).isEqualTo("AUTHORISED");

    assertThat(decide("staff", Map.of("decision", "CORRECT", "reason", "r")).status())
        .isEqualTo(403);
    Answer tooMany =
        decide("operator", Map.of("decision", "CORRECT", "atMost", 1, "reason", "two differ"));
    assertThat(tooMany.problem()).isEqualTo("conflicting-status");
    assertThat(decide("operator", word("LEAVE", held)).status()).isEqualTo(200);
    assertThat(decide("operator", word("CORRECT", taken)).status()).isEqualTo(200);
    await()
        .atMost(PATIENCE)
        .until(() -> finding(taken).path("status").asText().equals("CORRECTED"));
    assertThat(finding(taken).at("/amount/amount").asLong()).isEqualTo(900);
    reconcileFromTheFirstLine();
    assertThat(linesOf(taken)).hasSize(3);
    assertThat(finding(held).path("decision").asText()).isEqualTo("LEAVE");
    assertThat(statusAtProvider(held)).isEqualTo("AUTHORISED");
    assertThat(actionsOn("payment/" + taken)).hasSize(1);

    behindOurBack(held, "void", 0);
    books.change("update reconciliation_finding set looked_at = now() - interval '2 hours'");
    reconcileToTheEnd();
    assertThat(finding(held).isMissingNode()).isTrue();
  }

  @Test
  void manyDifferencesAtOnceAreNotCorrectedWithoutADecision() {
    List<UUID> closed = closedPaymentsThatAreHeld(21);
    reconcileToTheEnd();
    await().atMost(PATIENCE).until(() -> metric("tradewind_payment_corrections_stopped") == 1);
    assertThat(metric("tradewind_payment_differences")).isEqualTo(21);
    assertThat(closed).allMatch(order -> statusAtProvider(order).equals("AUTHORISED"));

    Map<String, Object> all = Map.of("decision", "CORRECT", "atMost", 21, "reason", "all closed");
    assertThat(decide("operator", all).body().get("differences").asInt()).isEqualTo(21);
    await()
        .atMost(PATIENCE)
        .until(() -> closed.stream().allMatch(one -> statusAtProvider(one).equals("VOIDED")));
    await().atMost(PATIENCE).until(() -> metric("tradewind_payment_corrections_stopped") == 0);
  }

  @Test
  void oneRunCorrectsAFewAndTheNextTheOthers() {
    List<UUID> closed = closedPaymentsThatAreHeld(7);
    reconcileToTheEnd();
    assertThat(closed).filteredOn(one -> statusAtProvider(one).equals("VOIDED")).hasSize(5);
    reconcileToTheEnd();
    assertThat(closed).allMatch(one -> statusAtProvider(one).equals("VOIDED"));
  }

  /** Earlier versions closed a payment without a void at the provider. */
  private static List<UUID> closedPaymentsThatAreHeld(int number) {
    List<UUID> closed = Stream.generate(Ids::next).limit(number).toList();
    for (UUID order : closed) {
      books.change(
          """
          insert into payment (order_id, status, currency, reason, operations, entries, version)
          values ('%s', 'VOIDED', 'XXX', 'voided', 0, 0, 1)"""
              .formatted(order));
      behindOurBack(order, "authorise", 700);
    }
    return closed;
  }

  @Test
  void aPaymentThatTheProviderForgotIsListedUntilItRemembers() throws Exception {
    UUID before = Ids.next();
    saga.expects("PaymentAuthorized", saga.send(authorize(before, "pm_ok")));
    reconcileToTheEnd();
    UUID order = Ids.next();
    saga.expects("PaymentAuthorized", saga.send(authorize(order, "pm_ok")));
    saga.expects("PaymentCaptured", saga.send(new CapturePayment(order, 1299, "EUR")));
    reconcileToTheEnd();
    List<String> lines = Files.readAllLines(stack.provider().ledger());
    restartProviderWith(lines.subList(0, lines.size() - 2));

    reconcileToTheEnd();
    assertThat(finding(order).path("status").asText()).isEqualTo("IMPOSSIBLE");
    assertThat(finding(order).path("detail").asText()).isEqualTo("more was taken here than there");
    assertThat(finding(before).isMissingNode()).isTrue();

    restartProviderWith(lines);
    reconcileToTheEnd();
    assertThat(finding(order).isMissingNode()).isTrue();
  }

  private static void restartProviderWith(List<String> lines) throws IOException {
    stack.provider().kill();
    Files.write(stack.provider().ledger(), lines);
    stack.provider().start();
  }

  /**
   * The state after its void was removed from the parked messages and resolved by hand at orders.
   */
  @Test
  void anAuthorizationThatNobodyAsksForIsListed() {
    UUID order = Ids.next();
    saga.expects("PaymentAuthorized", saga.send(authorize(order, "pm_ok")));
    reconcileToTheEnd();
    books.change(
        "update ledger_entry set at = at - interval '90 minutes' where order_id = '" + order + "'");
    books.change("update reconciliation_progress set entered_until = now() - interval '1 hour'");

    reconcileToTheEnd();
    assertThat(finding(order).path("detail").asText()).startsWith("held for more than PT1H");
    saga.expects("PaymentVoided", saga.send(new VoidPayment(order)));
    reconcileToTheEnd();
    assertThat(finding(order).isMissingNode()).isTrue();
  }

  private static Map<String, Object> word(String decision, UUID order) {
    return Map.of(
        "payments", List.of(order.toString()), "decision", decision, "reason", "a person looked");
  }

  private static Answer decide(String role, Map<String, Object> word) {
    return server.post(RECONCILIATION + "/decisions", issuer.tokenFor(role), word);
  }

  private static JsonNode actionsOn(String subject) {
    return server
        .get("api/payments/operations/actions?subject=" + subject, issuer.tokenFor("operator"))
        .body()
        .get("items");
  }

  private static long metric(String name) {
    String start = name + "{";
    return server
        .get("metrics", null)
        .raw()
        .lines()
        .filter(line -> line.startsWith(start))
        .mapToLong(line -> (long) Double.parseDouble(line.substring(line.lastIndexOf(' '))))
        .sum();
  }

  @Test
  void commandsThatComeAgainRebuildALostPaymentAndChargeNobodyTwice() {
    UUID order = Ids.next();
    UUID authorize = saga.send(authorize(order, "pm_ok"));
    saga.expects("PaymentAuthorized", authorize);
    UUID capture = saga.send(new CapturePayment(order, 1299, "EUR"));
    saga.expects("PaymentCaptured", capture);
    for (String table : List.of("ledger_entry", "payment_operation", "payment")) {
      books.change("delete from " + table + " where order_id = '" + order + "'");
    }
    reconcileFromTheFirstLine();
    assertThat(finding(order).path("status").asText()).isEqualTo("IMPOSSIBLE");

    saga.send(authorize, authorize(order, "pm_ok"));
    saga.send(capture, new CapturePayment(order, 1299, "EUR"));
    saga.awaitAnswers(List.of(authorize, capture), 2);
    reconcile();
    await().atMost(PATIENCE).until(() -> finding(order).isMissingNode());
    assertThat(linesOf(order)).hasSize(2);
    assertThat(server.get("api/payments/" + order, issuer.tokenFor("staff")).body().get("ledger"))
        .hasSize(2);
  }

  @Test
  void aReservationWithoutAKnownOrderIsReportedAndLeftAlone() {
    UUID live = Ids.next();
    saga.expects("PaymentAuthorized", saga.send(authorize(live, "pm_ok")));
    behindOurBack(live, "capture", 1299);

    reconcileToTheEnd();
    assertThat(finding(live).path("status").asText()).isEqualTo("IMPOSSIBLE");
    assertThat(finding(live).path("detail").asText()).contains("still under way");
    assertThat(linesOf(live)).hasSize(2);
    assertThat(server.get(RECONCILIATION, issuer.tokenFor("staff")).status()).isEqualTo(403);

    saga.expects("PaymentVoided", saga.send(new VoidPayment(live)));
    reconcile();
    await().atMost(PATIENCE).until(() -> finding(live).isMissingNode());
  }

  @Test
  void aRefundThatPeopleMadeAtTheProviderIsVouchedForOnceAndMadeByNobodyElse() {
    UUID order = Ids.next();
    saga.expects("PaymentAuthorized", saga.send(authorize(order, "pm_ok")));
    saga.expects("PaymentCaptured", saga.send(new CapturePayment(order, 1299, "EUR")));
    assertThat(settle(order, "operator").problem()).isEqualTo("conflicting-status");
    behindOurBack(order, "refund", 1299);
    UUID refund = saga.send(new RefundPayment(order, 1299, "EUR"));
    await()
        .atMost(PATIENCE)
        .until(() -> books.number(REFUSED.formatted(order)) == 1 && settled(order));

    saga.expects("PaymentRefunded", refund);
    assertThat(books.number(BY_HAND.formatted(order))).isEqualTo(1299);
    assertThat(settle(order, "operator").problem()).isEqualTo("conflicting-status");
    assertThat(settle(order, "staff").problem()).isEqualTo("forbidden");
    assertThat(settle(Ids.next(), "operator").problem()).isEqualTo("not-found");
    reconcileFromTheFirstLine();
    reconcileFromTheFirstLine();
    assertThat(finding(order).isMissingNode()).isTrue();
    assertThat(linesOf(order)).filteredOn(line -> isDone(line, "REFUND")).hasSize(1);
    assertThat(books.number(ELSEWHERE.formatted(order))).isZero();
    assertThat(actionsOn("payment/" + order)).hasSize(1);
  }

  @Test
  void moneyStillHeldByTheProviderIsSettledOnlyAsRefundedElsewhere() {
    UUID order = Ids.next();
    saga.expects("PaymentAuthorized", saga.send(authorize(order, "pm_ok")));
    saga.expects("PaymentCaptured", saga.send(new CapturePayment(order, 1299, "EUR")));
    behindOurBack(order, "refund", 500);
    UUID refund = saga.send(new RefundPayment(order, 1299, "EUR"));
    await()
        .atMost(PATIENCE)
        .until(() -> settle(order, "operator").raw().contains("captured 1299, refunded 500"));
    assertThat(books.number(OPEN)).isEqualTo(1);

    Map<String, Object> transferred = Map.of("reason", "bank transfer", "elsewhere", true);
    await().atMost(PATIENCE).until(() -> settle(order, "operator", transferred).status() == 204);

    saga.expects("PaymentRefunded", refund);
    assertThat(books.number(ELSEWHERE.formatted(order))).isEqualTo(799);
    reconcileFromTheFirstLine();
    assertThat(finding(order).isMissingNode()).isTrue();
    assertThat(linesOf(order)).filteredOn(line -> isDone(line, "REFUND")).hasSize(1);
  }

  private static final String REFUSED =
      "select count(*) from payment_operation where refused and order_id = '%s'";
  private static final String ELSEWHERE =
      "select refunded_by_hand from payment where order_id = '%s'";
  private static final String BY_HAND =
      "select sum(amount) from ledger_entry where reason = 'by-hand' and order_id = '%s'";

  /** Succeeds between two attempts; while the provider is being queried, it is refused. */
  private static boolean settled(UUID order) {
    return settle(order, "operator").status() == 204;
  }

  private static boolean isDone(JsonNode line, String operation) {
    return line.get("operation").asText().equals(operation)
        && line.get("result").asText().equals("DONE");
  }

  private static Answer settle(UUID order, String role) {
    return settle(order, role, Map.of("reason", "refunded at the provider's desk"));
  }

  private static Answer settle(UUID order, String role, Map<String, Object> word) {
    return server.post(
        "api/payments/operations/payments/" + order + "/settlement", issuer.tokenFor(role), word);
  }

  private static final String RECONCILIATION = "api/payments/operations/reconciliation";

  /** Acts at the provider like another program with the same merchant's account. */
  private static void behindOurBack(UUID order, String operation, long amount) {
    provider.send(
        "POST",
        "/payments/" + order + "/" + operation,
        stack.provider().key(),
        Map.of("amount", amount, "currency", "EUR", "method", "pm_ok"),
        "Idempotency-Key",
        "elsewhere-" + operation + "-" + order);
  }

  private static void reconcile() {
    assertThat(
            server
                .post(RECONCILIATION, issuer.tokenFor("operator"), Map.of("reason", "a test"))
                .status())
        .isEqualTo(202);
  }

  /** Compares everything from the first line on; before that, an empty result proves nothing. */
  private static void reconcileFromTheFirstLine() {
    books.change("update reconciliation_progress set position = 0");
    reconcileToTheEnd();
    assertThat(books.number("select position from reconciliation_progress"))
        .isEqualTo(providerLedger().size());
  }

  private static void reconcileToTheEnd() {
    String ended =
        "select cast(extract(epoch from coalesce(run_at, 'epoch')) * 1000000 as bigint)"
            + " from reconciliation_progress";
    long before = books.number(ended);
    reconcile();
    await().atMost(PATIENCE).until(() -> books.number(ended) > before);
  }

  private static JsonNode finding(UUID order) {
    for (JsonNode item :
        server
            .get(RECONCILIATION + "?limit=100", issuer.tokenFor("operator"))
            .body()
            .get("items")) {
      if (item.get("payment").asText().equals(order.toString())) {
        return item;
      }
    }
    return MissingNode.getInstance();
  }

  @Test
  void everyMetricOfTheServiceIsThere() {
    saga.expects("PaymentAuthorized", saga.send(authorize(Ids.next(), "pm_ok")));
    String page = server.get("metrics", null).raw();
    for (String metric :
        List.of(
            "tradewind_payment_operations_total",
            "tradewind_payment_operations_open",
            "tradewind_payment_operations_unknown",
            "tradewind_payment_operations_attention",
            "tradewind_payment_differences",
            "tradewind_payment_corrections_stopped",
            "tradewind_payment_provider_call_seconds_count")) {
      assertThat(page).as(metric).contains("\n" + metric + "{");
    }
  }

  private static AuthorizePayment authorize(UUID order, String method) {
    return new AuthorizePayment(order, USER, 1299, "EUR", method);
  }

  private static long sum(String column) {
    return books.number("select coalesce(sum(" + column + "), 0) from payment");
  }

  private static long moved(String operation) {
    long sum = 0;
    for (JsonNode line : providerLedger()) {
      sum += line.get("operation").asText().equals(operation) ? line.get("amount").asLong() : 0;
    }
    return sum;
  }

  private static List<JsonNode> linesOf(UUID order) {
    List<JsonNode> lines = new ArrayList<>();
    for (JsonNode line : providerLedger()) {
      if (line.get("payment").asText().equals(order.toString())) {
        lines.add(line);
      }
    }
    return lines;
  }

  private static JsonNode providerLedger() {
    return provider.get("/ledger", null).body().get("items");
  }

  private static String statusAtProvider(UUID order) {
    return provider.get("/payments/" + order, stack.provider().key()).body().get("status").asText();
  }
}
