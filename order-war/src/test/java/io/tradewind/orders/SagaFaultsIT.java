package io.tradewind.orders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tradewind.contracts.inventory.StockReserved;
import io.tradewind.contracts.payments.PaymentAuthorized;
import io.tradewind.orders.outside.Answers;
import io.tradewind.orders.outside.Client;
import io.tradewind.orders.outside.Outside;
import io.tradewind.orders.outside.Participants;
import io.tradewind.orders.outside.Participants.Sent;
import io.tradewind.stack.Service;
import io.tradewind.values.Ids;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What becomes of orders when answers are lost, doubled, early or garbage, and when power fails.
 */
class SagaFaultsIT {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private static Outside outside;

  private final Client customer = outside.customer();

  @BeforeAll
  static void start() {
    outside = Outside.running();
  }

  @BeforeEach
  void everybodyAgrees() {
    participants().answer(Answers::yesToAll);
  }

  @Test
  void anAnswerThatComesTwiceIsHeardOnce() {
    participants().answer(Answers::silence);
    UUID order = placed();
    Sent authorize = heard(order, "AuthorizePayment.v1");
    PaymentAuthorized answer = new PaymentAuthorized(order, authorize.id(), 2598, "EUR");
    participants().say(answer);
    participants().say(answer);
    await().atMost(PATIENCE).until(() -> status(order).equals("RESERVING"));
    participants().answer(Answers::yesToAll);
    Sent reserve = heard(order, "ReserveStock.v1");
    participants().say(new StockReserved(order, reserve.id()));
    settles(order, "CONFIRMED");
    assertThat(
            outside.number(
                "select count(*) from order_event where type = 'PaymentAuthorized' and order_id = '"
                    + order
                    + "'"))
        .isOne();
    assertThat(parked(order)).isZero();
  }

  @Test
  void anAnswerToWhatWasNeverAskedWaitsForAnOperatorAndNobodyElseWaitsForIt() {
    participants().answer(Answers::silence);
    UUID order = placed();
    heard(order, "AuthorizePayment.v1");
    participants().say(new StockReserved(order, Ids.next()));
    await().atMost(PATIENCE).until(() -> parked(order) == 1);
    participants().answer(Answers::yesToAll);
    settles(placed(), "CONFIRMED");
    Client operator = outside.user("operator");
    assertThat(operator.get("/operations/sagas?stuck=true&limit=100").raw().body())
        .contains(order.toString());
  }

  @Test
  void garbageUnderOneOrdersKeyHoldsUpThatOrderAlone() {
    participants().answer(Answers::silence);
    UUID order = placed();
    Sent authorize = heard(order, "AuthorizePayment.v1");
    PaymentAuthorized shape = new PaymentAuthorized(order, authorize.id(), 2598, "EUR");
    participants().say(shape, "{\"orderId\":", shape.type());
    await().atMost(PATIENCE).until(() -> parked(order) == 1);
    participants().answer(Answers::yesToAll);
    settles(placed(), "CONFIRMED");
    assertThat(status(order)).isEqualTo("AUTHORIZING");
  }

  @Test
  void aStepThatNobodyTakesIsGivenUpInTheEnd() {
    participants().answer(Answers::silence);
    UUID order = placed();
    heard(order, "AuthorizePayment.v1");
    // Eleven minutes later; the patience is ten.
    outside.change(
        "update saga_command set sent_at = sent_at - interval '11 minutes', due_at = now() where"
            + " order_id = '"
            + order
            + "'");
    participants().answer(Answers::yesToAll);
    settles(order, "CANCELLED");
    assertThat(customer.get("/" + order).body().path("reason").asText()).isEqualTo("step-overdue");
  }

  @Test
  void anOrderThatWasAcknowledgedJustBeforeAPowerCutIsConfirmedAfterIt() {
    UUID order = placed();
    outside.stack().server(Service.ORDERS).kill();
    outside.stack().server(Service.ORDERS).start();
    await().atMost(PATIENCE).ignoreExceptions().until(() -> status(order).equals("CONFIRMED"));
    assertThat(
            outside.number(
                "select count(*) - count(distinct seq) from order_event where order_id = '"
                    + order
                    + "'"))
        .isZero();
  }

  private UUID placed() {
    return UUID.fromString(customer.placesTea(UUID.randomUUID().toString(), "pm_ok").id());
  }

  private Sent heard(UUID order, String type) {
    return await()
        .atMost(PATIENCE)
        .until(
            () ->
                participants().heardOf(order).stream()
                    .filter(sent -> sent.type().equals(type))
                    .findFirst(),
            java.util.Optional::isPresent)
        .orElseThrow();
  }

  private void settles(UUID order, String status) {
    await().atMost(PATIENCE).until(() -> status(order).equals(status));
  }

  private String status(UUID order) {
    return outside.user("staff").get("/" + order).body().path("status").asText();
  }

  private static long parked(UUID order) {
    return outside.number("select count(*) from parked_message where key = '" + order + "'");
  }

  private static Participants participants() {
    return outside.participants();
  }
}
