package io.tradewind.systemtests.stories;

import static io.tradewind.systemtests.driver.Customer.refusalOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.tradewind.client.Money;
import io.tradewind.client.Order;
import io.tradewind.client.OrderEvent;
import io.tradewind.client.OrdersApi;
import io.tradewind.systemtests.driver.Customer;
import io.tradewind.systemtests.driver.Pages;
import io.tradewind.systemtests.driver.Platform;
import io.tradewind.systemtests.driver.WholeSystem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Waiting for an order, its history, and lists of orders. */
@WholeSystem
class ReadingOrdersIT {

  private final Customer customer;
  private final OrdersApi orders;
  private final String sku;

  ReadingOrdersIT(Platform platform) {
    this.customer = platform.customer();
    this.orders = platform.client().as(customer::token).orders();
    this.sku = platform.staff().product(100, 100);
  }

  @Test
  void waitingReturnsAsSoonAsTheOrderHasSettled() {
    UUID order = customer.orders(sku, 1, "pm_slow");

    long before = System.nanoTime();
    Order view = orders.order(order, "30s", null).body();
    Duration waited = Duration.ofNanos(System.nanoTime() - before);

    assertThat(view.status()).isEqualTo("CONFIRMED");
    assertThat(waited).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(20));
  }

  @Test
  void waitingThatTakesTooLongAnswersWithThePresentView() {
    UUID order = customer.orders(sku, 1, "pm_slow");

    assertThat(orders.order(order, "1s", null).body().status()).isEqualTo("AUTHORIZING");
    customer.settles(order);
  }

  @Test
  void waitingLongerThanThirtySecondsIsRefused() {
    UUID order = customer.orders(sku, 1, "pm_ok");

    assertThat(refusalOf(() -> orders.order(order, "31s", null))).isEqualTo("invalid-parameter");
    assertThat(refusalOf(() -> orders.order(order, "soon", null))).isEqualTo("invalid-parameter");
  }

  @Test
  void theHistoryTellsEveryStepAndEveryMomentInIt() {
    UUID order = customer.orders(sku, 1, "pm_ok");
    customer.settles(order);

    List<OrderEvent> events = orders.events(order, null, null).items();

    assertThat(events)
        .extracting(OrderEvent::type)
        .startsWith("OrderPlaced", "PaymentAuthorized", "StockReserved", "PaymentCaptured");
    String placedAt = events.get(0).at().toString();
    assertThat(orders.order(order, null, placedAt).body().status()).isEqualTo("AUTHORIZING");
    assertThat(refusalOf(() -> orders.order(order, null, "2001-01-01T00:00:00Z")))
        .isEqualTo("not-found");
  }

  @Test
  void aListIsReadPageByPageWithoutLossOrRepetition() {
    List<UUID> placed = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      placed.add(customer.orders(sku, 1, "pm_ok"));
    }

    List<Order> listed = new Pages<>((String cursor) -> orders.orders(cursor, 2, null)).all();

    assertThat(listed).extracting(Order::id).doesNotHaveDuplicates().containsAll(placed);
  }

  @Test
  void aListCanBeNarrowedToAStatus() {
    UUID confirmed = customer.orders(sku, 1, "pm_ok");
    UUID rejected = customer.orders(sku, 1, "pm_declined");
    customer.settles(confirmed);
    customer.settles(rejected);

    assertThat(orders.orders(null, 100, "REJECTED").items())
        .extracting(Order::id)
        .contains(rejected)
        .doesNotContain(confirmed);
  }

  @Test
  void aViewHasWhatTheContractSays() {
    UUID order = customer.orders(sku, 2, "pm_ok");
    customer.settles(order);

    Order view = orders.order(order, null, null).body();

    assertThat(view).hasNoNullFieldsOrPropertiesExcept("reason");
    assertThat(view.id()).isEqualTo(order);
    assertThat(view.version()).isPositive();
    assertThat(view.total()).isEqualTo(new Money(200, "EUR"));
    assertThat(view.lines())
        .containsExactly(new Order.Line(sku, "Product " + sku, 2, new Money(100, "EUR")));
  }
}
