package io.tradewind.systemtests.stories;

import static io.tradewind.systemtests.driver.Customer.refusalOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.tradewind.client.Answer;
import io.tradewind.client.InventoryApi;
import io.tradewind.client.Order;
import io.tradewind.client.OrderRequest;
import io.tradewind.client.OrderRequest.Line;
import io.tradewind.client.StockChange;
import io.tradewind.systemtests.driver.Customer;
import io.tradewind.systemtests.driver.Platform;
import io.tradewind.systemtests.driver.WholeSystem;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A client that does not know whether a request arrived may send it again. */
@WholeSystem
class RepeatedRequestsIT {

  private final Platform platform;
  private final Customer customer;
  private final String sku;
  private final String key = UUID.randomUUID().toString();

  RepeatedRequestsIT(Platform platform) {
    this.platform = platform;
    this.customer = platform.customer();
    this.sku = platform.staff().product(100, 100);
    customer.canOrder(sku);
  }

  @Test
  void sameKeyAndBodyReplaysTheStoredAnswer() {
    Answer<Order> first = place(customer, key, sku, 1);
    Answer<Order> second = place(customer, key, sku, 1);

    assertThat(first.status()).isEqualTo(202);
    assertThat(first.location()).isNotNull();
    assertThat(second).isEqualTo(first);
  }

  @Test
  void sameKeyWithAnotherBodyIsRefused() {
    place(customer, key, sku, 1);

    assertThat(refusalOf(() -> place(customer, key, sku, 2))).isEqualTo("idempotency-key-reused");
  }

  @Test
  void anothersKeyIsNotMine() {
    Answer<Order> mine = place(customer, key, sku, 1);
    Answer<Order> theirs = place(platform.customer(), key, sku, 1);

    assertThat(theirs.location()).isNotEqualTo(mine.location());
  }

  @Test
  void anOrderWithoutAKeyIsRefused() {
    assertThat(refusalOf(() -> place(customer, null, sku, 1)))
        .isEqualTo("idempotency-key-required");
  }

  @Test
  void aRefusalIsNotRemembered() {
    String later = Platform.fresh("LATER");
    assertThat(refusalOf(() -> place(customer, key, later, 1))).isEqualTo("unknown-sku");

    platform.staff().creates(later, 100, 5);
    customer.canOrder(later);

    assertThat(place(customer, key, later, 1).status()).isEqualTo(202);
  }

  @Test
  void repeatedStockChangesCountOnce() {
    InventoryApi inventory = platform.client().as(platform.staff()::token).inventory();
    for (int i = 0; i < 3; i++) {
      assertThat(inventory.changeStock(sku, key, new StockChange(7, "delivery")).onHand())
          .isEqualTo(107);
    }
  }

  private Answer<Order> place(Customer who, String key, String sku, int quantity) {
    OrderRequest request = new OrderRequest(List.of(new Line(sku, quantity)), "pm_ok");
    return platform.client().as(who::token).orders().place(key, request);
  }
}
