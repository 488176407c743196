package io.tradewind.orders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.tradewind.contracts.payments.PaymentVoided;
import io.tradewind.orders.outside.Answers;
import io.tradewind.orders.outside.Client;
import io.tradewind.orders.outside.Outside;
import io.tradewind.orders.outside.Participants.Sent;
import io.tradewind.outside.Site.Answer;
import io.tradewind.stack.Service;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The operators' view of a saga, their actions on it, and the deletion after its end. */
class SagaRepairIT {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private static Outside outside;

  private final Client customer = outside.customer();
  private final Client operator = outside.user("operator");

  @BeforeAll
  static void start() {
    outside = Outside.running();
  }

  @BeforeEach
  void everybodyAgrees() {
    outside.participants().answer(Answers::yesToAll);
  }

  @Test
  void aSagaIsShownWithWhatItAskedAndHeardAndItsDeadline() {
    UUID done = placed();
    settles(done, "CONFIRMED");
    await().atMost(PATIENCE).until(() -> openSteps(done).isEmpty());
    JsonNode saga = saga(done);
    assertThat(saga.path("commands").findValuesAsText("step"))
        .containsExactly("AUTHORIZE_PAYMENT", "RESERVE_STOCK", "CAPTURE_PAYMENT");
    assertThat(saga.path("history").findValuesAsText("type"))
        .startsWith("OrderPlaced", "PaymentAuthorized", "StockReserved", "PaymentCaptured");

    outside.participants().answer(Answers::silence);
    UUID waiting = placed();
    JsonNode command = saga(waiting).path("commands").path(0);
    assertThat(Instant.parse(command.path("askedAgainAt").asText())).isAfter(Instant.now());
    assertThat(command.path("answeredAt").isNull()).isTrue();
    assertThat(operator.get("/operations/sagas?status=AUTHORIZING&limit=100").raw())
        .contains(waiting.toString());
    assertThat(operator.get("/operations/sagas?status=CAPTURING&limit=100").raw())
        .doesNotContain(waiting.toString());
  }

  @Test
  void aStepIsAskedAgainAtOnceUnderTheSameId() {
    outside.participants().answer(Answers::silence);
    UUID order = placed();
    await().atMost(PATIENCE).until(() -> heard(order, "AuthorizePayment.v1").size() == 1);
    await().atMost(PATIENCE).until(() -> act(order, "retry", null).status() == 200);
    await().atMost(PATIENCE).until(() -> heard(order, "AuthorizePayment.v1").size() >= 2);
    assertThat(heard(order, "AuthorizePayment.v1").stream().map(Sent::id).distinct()).hasSize(1);

    assertThat(act(order, "retry", "SHIP_STOCK").problem()).isEqualTo("conflicting-status");
    assertThat(lastActionOn(order).path("action").asText()).isEqualTo("retry");
    assertThat(lastActionOn(order).path("who").asText()).isEqualTo(operator.user().toString());
  }

  @Test
  void anOrderIsCalledOffWhereTheTableHasARowAndNowhereElse() {
    outside.participants().answer(Answers::silence);
    UUID early = placed();
    assertThat(act(early, "compensate", null).body().path("status").asText())
        .isEqualTo("CANCELLING");
    assertThat(lastActionOn(early).path("action").asText()).isEqualTo("compensate");

    outside
        .participants()
        .answer(
            (command, order) ->
                command.type().equals("CapturePayment.v1")
                    ? Answers.silence(command, order)
                    : Answers.yesToAll(command, order));
    UUID atThePivot = placed();
    settles(atThePivot, "CAPTURING");
    assertThat(act(atThePivot, "compensate", null).problem()).isEqualTo("payment-in-progress");
    assertThat(lastActionOn(atThePivot).isMissingNode()).isTrue();

    outside.participants().answer(Answers::emptyShelf);
    UUID rejected = placed();
    settles(rejected, "REJECTED");
    assertThat(act(rejected, "compensate", null).problem()).isEqualTo("conflicting-status");
  }

  @Test
  void anUndoingThatKeepsFailingIsSeenAndEndsByAnOperatorsWordAlone() {
    outside.participants().answer(Answers::silence);
    UUID order = placed();
    act(order, "compensate", null);
    assertThat(act(order, "resolve", "VOID_PAYMENT").problem()).isEqualTo("conflicting-status");

    await().atMost(PATIENCE).until(() -> saga(order).path("attention").asBoolean());
    assertThat(operator.get("/operations/sagas?attention=true&limit=100").raw())
        .contains(order.toString());
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                outside.stack().server(Service.ORDERS).metric("tradewind_sagas_needing_attention")
                    >= 1);
    assertThat(act(order, "resolve", "AUTHORIZE_PAYMENT").problem())
        .isEqualTo("conflicting-status");
    await().atMost(PATIENCE).until(() -> act(order, "resolve", "VOID_PAYMENT").status() == 200);
    assertThat(openSteps(order)).containsExactly("AUTHORIZE_PAYMENT");

    // The participant answers late: the resolved step ignores its answer, and nothing is parked.
    outside.participants().say(new PaymentVoided(order, idOf(order, "VOID_PAYMENT")));
    outside.participants().answer(Answers::yesToAll);
    settles(order, "CANCELLED");
    assertThat(outside.number("select count(*) from parked_message where key = '" + order + "'"))
        .isZero();
    assertThat(lastActionOn(order).at("/detail/steps/0").asText()).isEqualTo("VOID_PAYMENT");
  }

  @Test
  void onlyOperatorsMendSagas() {
    UUID order = placed();
    for (Client other : new Client[] {customer, outside.user("staff")}) {
      assertThat(other.get("/operations/sagas/" + order).status()).isEqualTo(403);
      assertThat(
              other
                  .orders()
                  .post(
                      "/operations/sagas/" + order + "/compensate",
                      other.token(),
                      Map.of("reason", "mine"))
                  .status())
          .isEqualTo(403);
    }
    assertThat(operator.get("/operations/sagas/" + UUID.randomUUID()).status()).isEqualTo(404);
  }

  @Test
  void commandsOfAFinishedSagaAreDeletedAndThoseOfALiveOneStay() {
    UUID confirmed = placed();
    settles(confirmed, "CONFIRMED");
    await().atMost(PATIENCE).until(() -> openSteps(confirmed).isEmpty());
    UUID cancelled = placed();
    settles(cancelled, "CONFIRMED");
    customer.post("/" + cancelled + "/cancellation", null, "{}");
    settles(cancelled, "CANCELLED");
    UUID stillAsking = placed();
    settles(stillAsking, "CONFIRMED");
    customer.post("/" + stillAsking + "/cancellation", null, "{}");
    settles(stillAsking, "CANCELLED");
    for (UUID order : List.of(confirmed, cancelled, stillAsking)) {
      outside.change(
          "update saga_command set answered_at = now() - interval '90 days' + interval '2 seconds'"
              + " where order_id = '"
              + order
              + "'");
      outside.change(
          "update order_at_rest set since = now() - interval '90 days' + interval '2 seconds'"
              + " where order_id = '"
              + order
              + "'");
    }
    outside.change(
        "update saga_command set answered_at = null, due_at = now() + interval '1 day'"
            + " where kind = 'VOID_PAYMENT' and order_id = '"
            + stillAsking
            + "'");
    outside.change(
        "update saga_command set answered_at = now() where kind = 'RELEASE_STOCK' and order_id = '"
            + stillAsking
            + "'");

    await().atMost(PATIENCE).until(() -> commands(cancelled) == 0);
    assertThat(commands(confirmed)).isEqualTo(3);
    assertThat(commands(stillAsking)).isPositive();
    assertThat(customer.get("/" + cancelled).text("status")).isEqualTo("CANCELLED");
  }

  @Test
  void messagesSentSinceAnInstantAreSentAgain() {
    Instant before = Instant.now();
    UUID order = placed();
    settles(order, "CONFIRMED");
    await().atMost(PATIENCE).until(() -> unsent() == 0);
    int placements = heard(order, "OrderPlaced.v1").size();

    Answer sent =
        operator
            .orders()
            .post(
                "/operations/outbox/republish",
                operator.token(),
                Map.of("since", before.toString(), "topic", "order-events", "reason", "disk lost"));
    assertThat(sent.status()).isEqualTo(202);
    assertThat(sent.body().path("messages").asInt()).isPositive();
    await().atMost(PATIENCE).until(() -> heard(order, "OrderPlaced.v1").size() == placements + 1);
    assertThat(heard(order, "AuthorizePayment.v1")).hasSize(1);
  }

  private long unsent() {
    return operator.get("/operations/outbox/state").body().path("unsent").asLong();
  }

  private static long commands(UUID order) {
    return outside.number("select count(*) from saga_command where order_id = '" + order + "'");
  }

  private UUID placed() {
    return UUID.fromString(customer.placesTea(UUID.randomUUID().toString(), "pm_ok").id());
  }

  private JsonNode saga(UUID order) {
    return operator.get("/operations/sagas/" + order).body();
  }

  private List<String> openSteps(UUID order) {
    return saga(order)
        .path("commands")
        .valueStream()
        .filter(command -> command.path("answeredAt").isNull())
        .map(command -> command.path("step").asText())
        .toList();
  }

  private UUID idOf(UUID order, String step) {
    return saga(order)
        .path("commands")
        .valueStream()
        .filter(command -> command.path("step").asText().equals(step))
        .map(command -> UUID.fromString(command.path("commandId").asText()))
        .findFirst()
        .orElseThrow();
  }

  private Answer act(UUID order, String action, String step) {
    Map<String, String> body = new HashMap<>(Map.of("reason", "a test"));
    if (step != null) {
      body.put("step", step);
    }
    return operator
        .orders()
        .post("/operations/sagas/" + order + "/" + action, operator.token(), body);
  }

  private JsonNode lastActionOn(UUID order) {
    return operator.get("/operations/actions?subject=saga/" + order).body().path("items").path(0);
  }

  private static List<Sent> heard(UUID order, String type) {
    return outside.participants().heardOf(order).stream()
        .filter(sent -> sent.type().equals(type))
        .toList();
  }

  private void settles(UUID order, String status) {
    await().atMost(PATIENCE).until(() -> customer.get("/" + order).text("status").equals(status));
  }
}
