package io.tradewind.orders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.tradewind.contracts.inventory.StockReserved;
import io.tradewind.contracts.payments.PaymentAuthorized;
import io.tradewind.contracts.payments.PaymentCaptured;
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
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Orders whose answers are lost, duplicated, early or unreadable, and orders during a power cut.
 */
class SagaFaultsIT {

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

  /** The first answer waits for the row of its order, and all later answers wait behind it. */
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

  /**
   * The answer has arrived and is parked here, so the order waits for an operator, not for payment.
   */
  @Test
  void anOrderWhoseAnswerIsParkedIsNeitherCalledOffNorAskedAgain() {
    participants().answer(Answers::silence);
    UUID order = anOrderBehindGarbage();
    participants().say(new PaymentAuthorized(order, idOf(order), 2598, "EUR"));
    await().atMost(PATIENCE).until(() -> parked(order) == 2);
    UUID unanswered = placed();
    heard(unanswered, "AuthorizePayment.v1");
    elevenMinutesPass(order, unanswered);

    settles(unanswered, "CANCELLING");
    assertThat(status(order)).isEqualTo("AUTHORIZING");
    assertThat(asked(order)).isOne();
    assertThat(operator.get("/operations/sagas?stuck=true&limit=100").raw())
        .contains(order.toString());
    participants().answer(Answers::yesToAll);
    discardFirst(order);
    settles(order, "CONFIRMED");
  }

  @Test
  void theWholePatienceIsLeftWhenWhatWasParkedIsDiscarded() {
    participants().answer(Answers::silence);
    UUID order = anOrderBehindGarbage();
    UUID unanswered = placed();
    heard(unanswered, "AuthorizePayment.v1");
    elevenMinutesPass(order, unanswered);
    settles(unanswered, "CANCELLING");

    discardFirst(order);
    outside.change("update saga_command set due_at = now() where order_id = '" + order + "'");
    await().atMost(PATIENCE).until(() -> asked(order) > 1);
    assertThat(status(order)).isEqualTo("AUTHORIZING");
    participants().say(new PaymentAuthorized(order, idOf(order), 2598, "EUR"));
    participants().answer(Answers::yesToAll);
    settles(order, "CONFIRMED");
  }

  @Test
  void anAnswerWithAnotherAmountConfirmsNothingAndWaitsForAnOperator() {
    participants()
        .answer(
            (command, order) ->
                command.type().equals("CapturePayment.v1")
                    ? new PaymentCaptured(order, command.id(), 2597, "EUR")
                    : Answers.yesToAll(command, order));
    UUID order = placed();
    await().atMost(PATIENCE).until(() -> parked(order) > 0);
    assertThat(status(order)).isEqualTo("CAPTURING");
    assertThat(operator.get("/operations/parked?key=" + order).raw()).contains("2597");

    participants().answer(Answers::silence);
    UUID early = placed();
    Sent authorize = heard(early, "AuthorizePayment.v1");
    participants().say(new PaymentAuthorized(early, authorize.id(), 2598, "USD"));
    await().atMost(PATIENCE).until(() -> parked(early) > 0);
    assertThat(status(early)).isEqualTo("AUTHORIZING");
  }

  /** The rows are as a newer version, which runs beside this one, may have written them. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "update orders set lines = '{}' where id = '%s'",
        "update orders set status = 'ON_HOLD' where id = '%s'",
        "update saga_command set kind = 'SCORE_RISK' where order_id = '%s'"
      })
  void anOrderThatCannotBeReadIsListedAndAllOthersAreAskedAgain(String newer) {
    participants().answer(Answers::silence);
    UUID unreadable = placed();
    UUID other = placed();
    heard(unreadable, "AuthorizePayment.v1");
    heard(other, "AuthorizePayment.v1");
    outside.change("alter table orders drop constraint orders_status_check");
    outside.change(newer.formatted(unreadable));
    try {
      overdue(unreadable);
      overdue(other);
      await().atMost(PATIENCE).until(() -> asked(other) > 1);
      await()
          .atMost(PATIENCE)
          .until(
              () ->
                  operator
                      .get("/operations/sagas?attention=true&limit=100")
                      .raw()
                      .contains(unreadable.toString()));
      assertThat(asked(unreadable)).isOne();
      await()
          .atMost(PATIENCE)
          .until(
              () ->
                  outside.stack().server(Service.ORDERS).metric("tradewind_sagas_needing_attention")
                      >= 1);
    } finally {
      outside.change(
          ("update orders set status = 'AUTHORIZING', lines = o.lines from orders o"
                  + " where o.id = '%s' and orders.id = '%s'")
              .formatted(other, unreadable));
      outside.change(
          "update saga_command set kind = 'AUTHORIZE_PAYMENT' where order_id = '%s'"
              .formatted(unreadable));
      outside.change(
          "alter table orders add constraint orders_status_check check (status <> 'ON_HOLD')");
    }
    participants().answer(Answers::yesToAll);
    overdue(unreadable);
    settles(unreadable, "CONFIRMED");
  }

  /**
   * The row is as a newer version may have written it; once readable, the order is in its place.
   */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "update orders set lines = '{}' where id = '%s'",
        "update orders set status = 'ON_HOLD' where id = '%s'"
      })
  void anOrderThatCannotBeReadIsNamedOnItsPageAndHidesNoOther(String newer) {
    UUID older = placed();
    UUID unreadable = placed();
    UUID newest = placed();
    for (UUID order : List.of(older, unreadable, newest)) {
      settles(order, "CONFIRMED");
    }
    outside.change("alter table orders drop constraint orders_status_check");
    outside.change(newer.formatted(unreadable));
    try {
      for (Client reader : List.of(customer, outside.user("staff"))) {
        JsonNode page = reader.get("?limit=3").body();
        assertThat(page.path("items").findValuesAsText("id"))
            .containsExactly(newest.toString(), older.toString());
        assertThat(page.path("unreadable"))
            .singleElement()
            .extracting(JsonNode::asText)
            .isEqualTo(unreadable.toString());
        JsonNode first = reader.get("?limit=2").body();
        assertThat(first.path("items").findValuesAsText("id")).containsExactly(newest.toString());
        assertThat(
                reader
                    .get("?limit=1&cursor=" + first.path("next").asText())
                    .body()
                    .path("items")
                    .findValuesAsText("id"))
            .containsExactly(older.toString());
      }
    } finally {
      outside.change(
          ("update orders set status = o.status, lines = o.lines from orders o"
                  + " where o.id = '%s' and orders.id = '%s'")
              .formatted(older, unreadable));
      outside.change(
          "alter table orders add constraint orders_status_check check (status <> 'ON_HOLD')");
    }
    assertThat(customer.get("?limit=3").body().path("items").findValuesAsText("id"))
        .containsExactly(newest.toString(), unreadable.toString(), older.toString());
  }

  /** The test moves time in the database: each round is as long as the longest time-out. */
  @Test
  void aThousandOrdersStuckOverAWeekEndGrowNoTable() {
    outside.change(
        """
        insert into orders (id, user_id, status, lines, total_amount, currency, payment_method,
                            placed_at, version)
        select uuidv7(), gen_random_uuid(), 'AUTHORIZING',
               '[{"sku": "TEA-001", "name": "Earl Grey", "quantity": 2,
                  "unitPrice": {"amount": 1299, "currency": "EUR"}}]',
               2598, 'EUR', 'pm_ok', now() - interval '60 hours', 1
          from generate_series(1, 1000);
        insert into saga_command (order_id, kind, command_id, sent_at, due_at, attempts)
        select id, 'AUTHORIZE_PAYMENT', uuidv7(), placed_at, placed_at, 1 from orders
         where placed_at < now() - interval '59 hours' and placed_at > now() - interval '61 hours';
        insert into outbox (message_id, shard, topic, key, type, time, payload, sent_at)
        select command_id, 0, 'payment-commands', order_id, 'AuthorizePayment.v1', sent_at,
               '{}', sent_at from saga_command
         where sent_at < now() - interval '59 hours' and sent_at > now() - interval '61 hours';
        insert into parked_message
          (id, channel, message_id, key, headers, payload, cause, attempts)
        select uuidv7(), 'payment-events', uuidv7(), order_id, '{}', '', 'unreadable', 1
          from saga_command
         where sent_at < now() - interval '59 hours' and sent_at > now() - interval '61 hours'""");
    try {
      for (int round = 0; round < 3; round++) {
        outside.change("update saga_command set due_at = now()" + OF_THE_WEEK_END);
        await()
            .atMost(PATIENCE)
            .until(
                () ->
                    outside.number(
                            "select count(*) from saga_command"
                                + OF_THE_WEEK_END
                                + " and due_at <= now()")
                        == 0);
      }
      String theirs = " in (select order_id::text from saga_command" + OF_THE_WEEK_END + ")";
      assertThat(outside.number("select max(attempts) from saga_command" + OF_THE_WEEK_END))
          .isOne();
      assertThat(outside.number("select count(*) from outbox where key" + theirs + NOT_AGAIN))
          .isEqualTo(1_000);
      assertThat(outside.number("select count(*) from parked_message where key" + theirs))
          .isEqualTo(1_000);
    } finally {
      outside.change(
          "delete from parked_message where key in (select order_id::text from saga_command"
              + OF_THE_WEEK_END
              + "); delete from orders where id in (select order_id from saga_command"
              + OF_THE_WEEK_END
              + "); delete from saga_command"
              + OF_THE_WEEK_END);
    }
  }

  private static final String OF_THE_WEEK_END =
      " where sent_at between now() - interval '61 hours' and now() - interval '59 hours'";

  private static final String NOT_AGAIN = " and sent_at < now() - interval '59 hours'";

  /** Makes the order the first of all that are overdue. */
  private static void overdue(UUID order) {
    outside.change(
        "update saga_command set due_at = now() - interval '1 minute' where answered_at is null"
            + " and order_id = '"
            + order
            + "'");
  }

  private UUID anOrderBehindGarbage() {
    UUID order = placed();
    PaymentAuthorized shape = new PaymentAuthorized(order, idOf(order), 2598, "EUR");
    participants().say(shape, "{\"orderId\":", shape.type());
    await().atMost(PATIENCE).until(() -> parked(order) == 1);
    return order;
  }

  private UUID idOf(UUID order) {
    return heard(order, "AuthorizePayment.v1").id();
  }

  /** How often payment received the authorisation command of this order. */
  private static long asked(UUID order) {
    return participants().heardOf(order).stream()
        .filter(sent -> sent.type().equals("AuthorizePayment.v1"))
        .count();
  }

  private void discardFirst(UUID order) {
    String id =
        operator
            .get("/operations/parked?limit=1&key=" + order)
            .body()
            .path("items")
            .path(0)
            .path("id")
            .asText();
    assertThat(
            operator
                .orders()
                .post(
                    "/operations/parked/" + id + "/discard",
                    operator.token(),
                    Map.of("reason", "no answer of ours"))
                .status())
        .isEqualTo(200);
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

  /**
   * Makes 11 minutes pass for these orders, whose time-out is ten. They are checked in two seconds.
   */
  private static void elevenMinutesPass(UUID... orders) {
    outside.change(
        "update saga_command set sent_at = sent_at - interval '11 minutes', due_at = now() +"
            + " interval '2 seconds' where order_id = any ('"
            + Ids.array(List.of(orders))
            + "')");
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
