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
import java.sql.Connection;
import java.sql.SQLException;
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
    assertThat(operator.get("/operations/sagas?stuck=true&limit=100").raw())
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
    elevenMinutesPass(order);
    participants().answer(Answers::yesToAll);
    settles(order, "CANCELLED");
    assertThat(customer.get("/" + order).body().path("reason").asText()).isEqualTo("step-overdue");
  }

  /** The first answer waits for its order's row, and with it every answer behind it. */
  @Test
  void aStepWhoseAnswerIsStillInTheChannelIsNotGivenUp() throws SQLException {
    participants().answer(Answers::silence);
    UUID held = placed();
    UUID order = placed();
    Sent authorizeHeld = heard(held, "AuthorizePayment.v1");
    Sent authorize = heard(order, "AuthorizePayment.v1");
    participants().answer(Answers::yesToAll);
    try (Connection holding = outside.holdingTheRowOf(held)) {
      participants().say(new PaymentAuthorized(held, authorizeHeld.id(), 2598, "EUR"));
      await().atMost(PATIENCE).until(() -> outside.number(WAITING_FOR_A_ROW) > 0);
      participants().say(new PaymentAuthorized(order, authorize.id(), 2598, "EUR"));
      elevenMinutesPass(order);

      await()
          .during(Duration.ofSeconds(5))
          .atMost(PATIENCE)
          .untilAsserted(() -> assertThat(status(order)).isEqualTo("AUTHORIZING"));
      holding.rollback();
    }
    settles(order, "CONFIRMED");
    settles(held, "CONFIRMED");
  }

  private static final String WAITING_FOR_A_ROW = "select count(*) from pg_locks where not granted";

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

  /** For this order, of which the patience is ten; it is looked at in two seconds. */
  private static void elevenMinutesPass(UUID order) {
    outside.change(
        "update saga_command set sent_at = sent_at - interval '11 minutes', due_at = now() + interval '2 seconds' where"
            + " order_id = '"
            + order
            + "'");
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
