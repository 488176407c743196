package io.tradewind.systemtests.stories;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradewind.systemtests.driver.Customer;
import io.tradewind.systemtests.driver.NotificationStream;
import io.tradewind.systemtests.driver.Platform;
import io.tradewind.systemtests.driver.Staff;
import io.tradewind.systemtests.driver.WholeSystem;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The outcomes of an order, as clients see them. */
@WholeSystem
class OrderStoriesIT {

  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final long PRICE = 1299;

  private final Platform platform;
  private final Staff staff;
  private final Customer customer;
  private final String sku;

  OrderStoriesIT(Platform platform) {
    this.platform = platform;
    this.staff = platform.staff();
    this.customer = platform.customer();
    this.sku = staff.product(PRICE, 10);
  }

  @Test
  void anOrderIsConfirmedAndItsBuyerHearsSoThroughTheSocket() {
    try (NotificationStream stream = customer.listens(0)) {
      UUID order = customer.orders(sku, 2, "pm_ok");

      assertThat(stream.await("OrderConfirmed", order.toString(), PATIENCE)).isNotNull();
      assertThat(customer.statusOf(order)).isEqualTo("CONFIRMED");
      assertThat(customer.captured(order)).isEqualTo(2 * PRICE);
      assertThat(staff.available(sku)).isEqualTo(8);
    }
  }

  @Test
  void aDeclinedCardRejectsTheOrderAndLeavesTheStockAlone() {
    UUID order = customer.orders(sku, 2, "pm_declined");

    assertThat(customer.settles(order)).isEqualTo("REJECTED");
    assertThat(customer.captured(order)).isZero();
    assertThat(staff.available(sku)).isEqualTo(10);
  }

  @Test
  void anEmptyShelfRejectsTheOrderAndGivesTheAuthorisationBack() {
    UUID order = customer.orders(sku, 11, "pm_ok");

    assertThat(customer.settles(order)).isEqualTo("REJECTED");
    assertThat(customer.captured(order)).isZero();
    assertThat(staff.available(sku)).isEqualTo(10);
  }

  @Test
  void aCaptureThatFailsRejectsTheOrderAndGivesTheStockBack() {
    UUID order = customer.orders(sku, 2, "pm_capture_fails");

    assertThat(customer.settles(order)).isEqualTo("REJECTED");
    assertThat(staff.available(sku)).isEqualTo(10);
  }

  @Test
  void aSlowProviderDelaysTheOrderAndNothingElse() {
    UUID slow = customer.orders(sku, 1, "pm_slow");
    UUID quick = customer.orders(sku, 1, "pm_ok");

    assertThat(customer.settles(quick)).isEqualTo("CONFIRMED");
    assertThat(customer.statusOf(slow)).isEqualTo("AUTHORIZING");
    assertThat(customer.settles(slow)).isEqualTo("CONFIRMED");
  }

  @Test
  void anAnswerThatTheProviderLosesIsFoundOut() {
    UUID order = customer.orders(sku, 1, "pm_timeout_then_ok");

    assertThat(customer.settles(order)).isEqualTo("CONFIRMED");
    assertThat(customer.captured(order)).isEqualTo(PRICE);
  }

  @Test
  void anOrderThatIsCancelledBeforeItsConfirmationCostsNothing() {
    UUID order = customer.orders(sku, 1, "pm_slow");

    customer.cancels(order);

    assertThat(customer.settles(order)).isEqualTo("CANCELLED");
    assertThat(customer.captured(order)).isZero();
    assertThat(staff.available(sku)).isEqualTo(10);
  }

  @Test
  void anOrderThatIsCancelledAfterItsConfirmationIsRefunded() {
    UUID order = customer.orders(sku, 1, "pm_ok");
    customer.settles(order);

    customer.cancels(order);

    assertThat(customer.settles(order)).isEqualTo("CANCELLED");
    assertThat(customer.captured(order)).isEqualTo(PRICE);
    assertThat(customer.refunded(order)).isEqualTo(PRICE);
    assertThat(staff.available(sku)).isEqualTo(10);
  }

  @Test
  void anOrderIsShippedDeliveredAndReturned() {
    UUID order = customer.orders(sku, 3, "pm_ok");
    customer.settles(order);

    staff.ships(order);
    assertThat(customer.reaches(order, "SHIPPED")).isEqualTo("SHIPPED");
    staff.delivers(order);
    assertThat(customer.reaches(order, "DELIVERED")).isEqualTo("DELIVERED");
    staff.takesBack(order);

    assertThat(customer.reaches(order, "RETURNED")).isEqualTo("RETURNED");
    assertThat(customer.refunded(order)).isEqualTo(3 * PRICE);
    assertThat(staff.available(sku)).isEqualTo(10);
  }

  @Test
  void anOrderThatHasLeftCannotBeCancelled() {
    UUID order = customer.orders(sku, 1, "pm_ok");
    customer.settles(order);
    staff.ships(order);

    assertThat(Customer.refusalOf(() -> customer.cancels(order))).isEqualTo("conflicting-status");
  }

  @Test
  void aNewProductCanBeOrdered() {
    customer.settles(customer.orders(staff.product(100, 5), 1, "pm_ok"));
  }

  @Test
  void anUnknownProductIsRefusedAtOnce() {
    String nowhere = Platform.fresh("NOWHERE");

    assertThat(Customer.refusalOf(() -> customer.triesToOrder(nowhere))).isEqualTo("unknown-sku");
  }
}
