package io.tradewind.orders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.tradewind.orders.outside.Answers;
import io.tradewind.orders.outside.Client;
import io.tradewind.orders.outside.Outside;
import io.tradewind.orders.outside.Participants.Sent;
import io.tradewind.outside.Site.Answer;
import io.tradewind.stack.LibertyServer;
import io.tradewind.stack.Service;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.junit.jupiter.api.Test;

/** The orders' database is restored to an earlier time; payment, stock and broker are not. */
class RestoredDatabaseIT {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String REASON = "{\"reason\":\"the backup of noon was put back\"}";

  private final Outside outside = Outside.running();
  private final Client customer = outside.customer();
  private final Client operator = outside.user("operator");

  @Test
  void ordersThatWereLostAreMadeAgainAndChargedOnce() {
    outside.participants().answer(Answers::yesToAll);
    String key = UUID.randomUUID().toString();
    UUID lost = placed(key);
    UUID calledOff = placed(UUID.randomUUID().toString());
    customer.post("/" + calledOff + "/cancellation", null, "{}");
    settles(calledOff, "CANCELLED");
    UUID untold = placed(UUID.randomUUID().toString());
    customer.post("/" + untold + "/cancellation", null, "{}");
    settles(untold, "CANCELLED");
    awaitSent(lost, 5);
    awaitSent(calledOff, 8);
    awaitSent(untold, 8);
    List<UUID> asked = idsOf(lost);

    restoredToBefore(
        () -> {
          forget(lost);
          forgetTheCancellationOf(calledOff);
          forgetTheCancellationOf(untold);
        });
    letGoOf(untold);

    Answer refused = customer.placesTea(key, "pm_ok");
    assertThat(refused.status()).isEqualTo(503);
    assertThat(refused.problem()).isEqualTo("database-restored");
    assertThat(lostEvents())
        .containsExactlyInAnyOrder(lost + " OrderPlaced.v1", calledOff + " OrderCancelled.v1");
    await().atMost(PATIENCE).until(() -> parked(lost) > 0 && parked(calledOff) > 0);
    assertThat(statusOf(calledOff)).isEqualTo("CONFIRMED");

    assertThat(operator.post("/operations/lost-events/rebuild", null, REASON).text("rebuilt"))
        .isEqualTo("2");
    settles(lost, "CONFIRMED");
    settles(calledOff, "CANCELLED");
    await().atMost(PATIENCE).until(() -> parked(lost) + parked(calledOff) == 0);
    assertThat(lostEvents()).isEmpty();
    isCalledOffOnceMore(untold);
    assertThat(idsOf(lost).stream().distinct()).containsExactlyInAnyOrderElementsOf(asked);

    await().atMost(PATIENCE).until(() -> customer.placesTea(key, "pm_ok").status() != 503);
    assertThat(customer.placesTea(key, "pm_ok").id()).isEqualTo(lost.toString());
    assertThat(customer.placesTea(key, "pm_slow").status()).isEqualTo(422);
    assertThat(
            outside.number("select count(*) from orders where user_id = '" + customer.user() + "'"))
        .isEqualTo(3);
    assertThat(operator.get("/operations/actions?subject=lost-events").raw()).contains("rebuild");
  }

  @Test
  void anEventThatCannotBeRebuiltIsWrittenOffAndOrdersGoOn() {
    UUID unknown = UUID.randomUUID();
    outside.change(
        """
        insert into lost_event (order_id, type, status, at, event)
        values ('%1$s', 'OrderPlaced.v1', 'AUTHORIZING', now(), '{"orderId":"%1$s","userId":"%1$s",
                "amount":1,"currency":"EUR"}')"""
            .formatted(unknown));
    await()
        .atMost(PATIENCE)
        .until(() -> customer.placesTea(UUID.randomUUID().toString(), "pm_ok").status() == 503);
    Answer tried = operator.post("/operations/lost-events/rebuild", null, REASON);
    assertThat(tried.text("rebuilt")).isEqualTo("0");
    assertThat(tried.text("left")).isEqualTo("1");

    Answer off =
        operator.post(
            "/operations/lost-events/write-off",
            null,
            "{\"orders\":[\"" + unknown + "\"],\"reason\":\"refunded at the provider\"}");
    assertThat(off.text("writtenOff")).isEqualTo("1");
    await()
        .atMost(PATIENCE)
        .until(() -> customer.placesTea(UUID.randomUUID().toString(), "pm_ok").status() == 202);
  }

  /** Writes off the cancellation, as if it had been lost before it was published. */
  private void letGoOf(UUID order) {
    await().atMost(PATIENCE).until(() -> lostEvents().contains(order + " OrderCancelled.v1"));
    operator.post(
        "/operations/lost-events/write-off",
        null,
        "{\"orders\":[\"" + order + "\"],\"reason\":\"nobody told it\"}");
  }

  /**
   * A lost cancellation that was never published shows only in the answers to its compensations.
   * Cancels the order again and replays these answers.
   */
  private void isCalledOffOnceMore(UUID order) {
    // a replay that is requested before the second answer is parked would not include it
    await().atMost(PATIENCE).until(() -> channelsWithParked(order) == 2);
    assertThat(statusOf(order)).isEqualTo("CONFIRMED");
    assertThat(operator.post("/operations/sagas/" + order + "/compensate", null, REASON).status())
        .isEqualTo(200);
    for (String channel : List.of("payment-events", "inventory-events")) {
      operator.post(
          "/operations/parked/replay",
          null,
          "{\"channel\":\"%s\",\"cause\":\"never sent\",\"reason\":\"called off again\"}"
              .formatted(channel));
    }
    settles(order, "CANCELLED");
    await().atMost(PATIENCE).until(() -> parked(order) == 0);
  }

  private UUID placed(String key) {
    UUID order = UUID.fromString(customer.placesTea(key, "pm_ok").id());
    settles(order, "CONFIRMED");
    return order;
  }

  /** Restarts the service with a database that has lost this. */
  private void restoredToBefore(Runnable loss) {
    LibertyServer server = outside.stack().server(Service.ORDERS);
    server.close();
    loss.run();
    server.start();
  }

  private void forget(UUID order) {
    for (String table : List.of("saga_command", "order_event")) {
      outside.change("delete from " + table + " where order_id = '" + order + "'");
    }
    outside.change("delete from orders where id = '" + order + "'");
    outside.change("delete from idempotency_key where location like '%" + order + "'");
    outside.change("delete from outbox where key = '" + order + "'");
    goBack(order);
  }

  private void forgetTheCancellationOf(UUID order) {
    String of = " where order_id = '" + order + "'";
    long seq =
        outside.number("select seq from order_event" + of + " and type = 'CancellationRequested'");
    outside.change(
        "delete from outbox where key = '"
            + order
            + "' and (type like '%Cancelled%' or type like 'Refund%' or type like 'Release%')");
    outside.change(
        "delete from saga_command" + of + " and kind in ('REFUND_PAYMENT','RELEASE_STOCK')");
    outside.change("delete from order_event" + of + " and seq >= " + seq);
    outside.change(
        "update orders set version = "
            + (seq - 1)
            + ", status = 'CONFIRMED' where id = '"
            + order
            + "'");
    goBack(order);
  }

  /** Sets the positions back by three messages, in the partition of this order. */
  private void goBack(UUID order) {
    int partition =
        BuiltInPartitioner.partitionForKey(order.toString().getBytes(StandardCharsets.UTF_8), 12);
    outside.change(
        "update channel_position set position = greatest(position - 3, 0) where partition = "
            + partition
            + " and channel in ('payment-events', 'inventory-events')");
  }

  private void settles(UUID order, String status) {
    await().atMost(PATIENCE).until(() -> statusOf(order).equals(status));
  }

  private String statusOf(UUID order) {
    return customer.get("/" + order).text("status");
  }

  private void awaitSent(UUID order, int messages) {
    await().atMost(PATIENCE).until(() -> outside.participants().heardOf(order).size() >= messages);
  }

  private List<UUID> idsOf(UUID order) {
    return outside.participants().heardOf(order).stream().map(Sent::id).toList();
  }

  private List<String> lostEvents() {
    List<String> events = new ArrayList<>();
    for (JsonNode item : operator.get("/operations/lost-events?limit=100").body().path("items")) {
      events.add(item.path("orderId").asText() + " " + item.path("type").asText());
    }
    return events;
  }

  private long channelsWithParked(UUID order) {
    return outside.number(
        "select count(distinct channel) from parked_message where key = '" + order + "'");
  }

  private long parked(UUID order) {
    return outside.number("select count(*) from parked_message where key = '" + order + "'");
  }
}
