package io.tradewind.orders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tradewind.orders.outside.Answers;
import io.tradewind.orders.outside.Client;
import io.tradewind.orders.outside.Outside;
import io.tradewind.outside.Site.Answer;
import io.tradewind.values.Ids;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** New orders are turned away while too many are under way, and nothing else is. */
class AdmissionIT {

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  /** Commands of orders that nobody answers, more than may be under way. */
  private static final String FLOOD =
      """
      insert into saga_command (order_id, kind, command_id, sent_at, due_at, attempts)
      select gen_random_uuid(), 'AUTHORIZE_PAYMENT', gen_random_uuid(), now() - interval '15 s',
             now() + interval '1 day', 1
        from generate_series(1, 5000)""";

  private static final String NO_ORDERS = " where order_id not in (select id from orders)";

  private final Outside outside = Outside.running();
  private final Client customer = outside.customer();

  @AfterEach
  void theFloodIsOver() {
    outside.change("delete from saga_command" + NO_ORDERS);
  }

  @Test
  void newOrdersAreTurnedAwayAndRepeatedRequestsAnswered() {
    outside.participants().answer(Answers::yesToAll);
    String before = Ids.next().toString();
    Answer placed = customer.placesTea(before, "pm_ok");
    assertThat(placed.status()).isEqualTo(202);

    outside.change(FLOOD);
    String key = Ids.next().toString();
    await()
        .atMost(PATIENCE)
        .until(() -> customer.placesTea(Ids.next().toString(), "pm_ok").status() == 503);
    Answer refused = customer.placesTea(key, "pm_ok");
    assertThat(refused.status()).isEqualTo(503);
    assertThat(refused.body().path("type").asText()).endsWith("unavailable");
    assertThat(Integer.parseInt(refused.headers().get("Retry-After"))).isBetween(1, 5);

    assertThat(customer.placesTea(before, "pm_ok").raw()).isEqualTo(placed.raw());
    assertThat(customer.get("/" + placed.id()).status()).isEqualTo(200);
    assertThat(
            customer
                .post("/" + placed.id() + "/cancellation", Ids.next().toString(), null)
                .status())
        .isIn(202, 409);

    // After 30 s they are stuck, and hold nobody back.
    await().atMost(PATIENCE).until(() -> customer.placesTea(key, "pm_ok").status() == 202);
    assertThat(outside.number("select count(*) from saga_command" + NO_ORDERS)).isEqualTo(5000);
  }
}
