package io.tradewind.orders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.tradewind.contracts.payments.PaymentAuthorized;
import io.tradewind.messaging.MessageJson;
import io.tradewind.orders.outside.Answers;
import io.tradewind.orders.outside.Client;
import io.tradewind.orders.outside.Outside;
import io.tradewind.orders.outside.Participants.Sent;
import io.tradewind.outside.Site.Answer;
import io.tradewind.values.Ids;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An order is blocked behind a message that cannot be handled, until an operator acts. */
class ParkedIT {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String UNREADABLE = "{\"orderId\":";

  private static Outside outside;

  private final Client customer = outside.customer();
  private final Client operator = outside.user("operator");

  @BeforeAll
  static void start() {
    outside = Outside.running();
  }

  @BeforeEach
  void nobodyAnswers() {
    outside.participants().answer(Answers::silence);
  }

  @Test
  void aDiscardedMessageLetsItsOrderGoOnAndTheAuditKeepsIt() {
    UUID order = anOrderBehindGarbage();
    outside.participants().answer(Answers::yesToAll);
    outside.participants().say(authorized(order));
    JsonNode parked = parkedOf(order);
    String id = parked.path("id").asText();

    assertThat(operator.get("/operations/parked/" + id).body().path("payload").asText())
        .isEqualTo(UNREADABLE);
    assertThat(change(id, "discard", Map.of("reason", "no answer of ours")).status())
        .isEqualTo(200);
    settles(order, "CONFIRMED");

    JsonNode action = lastActionOn("parked/" + id);
    assertThat(action.path("action").asText()).isEqualTo("discard");
    assertThat(action.path("who").asText()).isEqualTo(operator.user().toString());
    assertThat(action.path("reason").asText()).isEqualTo("no answer of ours");
    assertThat(action.path("detail").path("payload").asText()).isEqualTo(UNREADABLE);
    assertThat(change(id, "discard", Map.of("reason", "twice")).status()).isEqualTo(404);
  }

  @Test
  void aCorrectedMessageIsHandledInThePlaceOfTheWrongOne() {
    UUID order = anOrderBehindGarbage();
    String id = parkedOf(order).path("id").asText();
    String unfit = MessageJson.write(new PaymentAuthorized(Ids.next(), Ids.next(), 1, "EUR"));
    assertThat(change(id, "correct", Map.of("payload", unfit, "reason", "a try")).problem())
        .isEqualTo("invalid-request");
    outside.participants().answer(Answers::yesToAll);

    String right = MessageJson.write(authorized(order));
    Answer corrected = change(id, "correct", Map.of("payload", right, "reason", "cut off"));
    assertThat(corrected.body().path("headers").path("tradewind_corrects").asText()).isEqualTo(id);
    settles(order, "CONFIRMED");
    assertThat(lastActionOn("parked/" + id).path("detail").path("from").path("payload").asText())
        .isEqualTo(UNREADABLE);
  }

  @Test
  void aReplayedMessageThatFailsStaysWithOneMoreAttempt() {
    UUID order = anOrderBehindGarbage();
    String id = parkedOf(order).path("id").asText();

    assertThat(change(id, "replay", Map.of("reason", "perhaps now")).status()).isEqualTo(202);
    await().atMost(PATIENCE).until(() -> parkedOf(order).path("attempts").asInt() == 2);
    Map<String, String> all =
        Map.of("channel", "payment-events", "key", order.toString(), "reason", "perhaps now");
    assertThat(change("replay", "", all).body().path("messages").asInt()).isOne();
    await().atMost(PATIENCE).until(() -> parkedOf(order).path("attempts").asInt() == 3);
  }

  @Test
  void nothingIsChangedWithoutAReasonOrARole() {
    UUID order = anOrderBehindGarbage();
    String id = parkedOf(order).path("id").asText();

    assertThat(change(id, "discard", Map.of()).status()).isEqualTo(400);
    assertThat(change(id, "discard", Map.of("reason", " ")).status()).isEqualTo(400);
    assertThat(change("replay", "", Map.of("channel", "payment-events", "reason", "all")).status())
        .isEqualTo(400);
    for (Client other : new Client[] {customer, outside.user("staff")}) {
      Answer refused =
          other
              .orders()
              .post(
                  "/operations/parked/" + id + "/discard", other.token(), Map.of("reason", "mine"));
      assertThat(refused.status()).isEqualTo(403);
    }
    assertThat(parkedOf(order).path("attempts").asInt()).isOne();
    assertThat(operator.get("/operations/actions?subject=parked/" + id).body().path("items"))
        .isEmpty();
  }

  @Test
  void nothingIsChangedThatCannotBeWrittenDown() {
    UUID order = anOrderBehindGarbage();
    String id = parkedOf(order).path("id").asText();
    Map<String, String> because = Map.of("reason", "no answer of ours");
    String compensate = "/operations/sagas/" + order + "/compensate";

    outside.change("revoke insert on operator_action from orders");
    try {
      assertThat(change(id, "discard", because).status()).isEqualTo(500);
      assertThat(operator.orders().post(compensate, operator.token(), because).status())
          .isEqualTo(500);
    } finally {
      outside.change("grant insert on operator_action to orders");
    }

    assertThat(parkedOf(order).path("id").asText()).isEqualTo(id);
    assertThat(customer.get("/" + order).text("status")).isEqualTo("AUTHORIZING");
    assertThat(change(id, "discard", because).status()).isEqualTo(200);
    assertThat(operator.orders().post(compensate, operator.token(), because).status())
        .isEqualTo(200);
  }

  @Test
  void auditRecordsCannotBeRewritten() {
    assertThat(outside.refusalOf("update operator_action set reason = 'other'")).isEqualTo("42501");
    assertThat(outside.refusalOf("delete from operator_action")).isEqualTo("42501");
  }

  private UUID anOrderBehindGarbage() {
    UUID order = UUID.fromString(customer.placesTea(UUID.randomUUID().toString(), "pm_ok").id());
    heard(order);
    PaymentAuthorized shape = authorized(order);
    outside.participants().say(shape, UNREADABLE, shape.type());
    await().atMost(PATIENCE).until(() -> !parkedOf(order).isMissingNode());
    return order;
  }

  private PaymentAuthorized authorized(UUID order) {
    return new PaymentAuthorized(order, heard(order).id(), 2598, "EUR");
  }

  private static Sent heard(UUID order) {
    return await()
        .atMost(PATIENCE)
        .until(
            () ->
                outside.participants().heardOf(order).stream()
                    .filter(sent -> sent.type().equals("AuthorizePayment.v1"))
                    .findFirst(),
            Optional::isPresent)
        .orElseThrow();
  }

  /** The first message that is parked on the order's key. */
  private JsonNode parkedOf(UUID order) {
    return operator
        .get("/operations/parked?channel=payment-events&limit=1&key=" + order)
        .body()
        .path("items")
        .path(0);
  }

  private JsonNode lastActionOn(String subject) {
    return operator.get("/operations/actions?subject=" + subject).body().path("items").path(0);
  }

  private Answer change(String id, String action, Map<String, String> body) {
    String path = "/operations/parked/" + id + (action.isEmpty() ? "" : "/" + action);
    return operator.orders().post(path, operator.token(), body);
  }

  private void settles(UUID order, String status) {
    await().atMost(PATIENCE).until(() -> customer.get("/" + order).text("status").equals(status));
  }
}
