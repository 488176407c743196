package io.tradewind.orders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tradewind.contracts.inventory.ProductChanged;
import io.tradewind.orders.outside.Answers;
import io.tradewind.orders.outside.Client;
import io.tradewind.orders.outside.Outside;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The local copy of the prices, which product-events updates. */
class PricesIT {

  private static Outside outside;

  private final Client customer = outside.customer();

  @BeforeAll
  static void start() {
    outside = Outside.running();
    outside.participants().answer(Answers::silence);
  }

  @Test
  void anOlderVersionNeverReplacesANewerOne() {
    says("MUG-001", 900, 3);
    says("MUG-001", 800, 2);
    says("MUG-001", 900, 3);
    says("MUG-LAST", 1, 1);
    known("MUG-LAST");
    assertThat(priceOf("MUG-001")).isEqualTo(900);
  }

  @Test
  void anOrderKeepsThePriceThatItWasPlacedAt() {
    says("CUP-001", 500, 1);
    known("CUP-001");
    String id = order("CUP-001");
    says("CUP-001", 700, 2);
    await().atMost(Duration.ofSeconds(20)).until(() -> priceOf("CUP-001") == 700);
    assertThat(customer.get("/" + id).body().path("total").path("amount").asLong()).isEqualTo(500);
  }

  @Test
  void aProductThatCannotBeReadHoldsUpNoOther() {
    ProductChanged shape = new ProductChanged("POT-BAD", "Pot", 1, "EUR", 1);
    outside.participants().say(shape, "{\"sku\":\"POT-BAD\",\"amount\":\"free\"}", shape.type());
    says("POT-001", 2500, 1);
    known("POT-001");
    assertThat(outside.number("select count(*) from parked_message where key = 'POT-BAD'")).isOne();
  }

  private String order(String sku) {
    return customer
        .post(
            "",
            UUID.randomUUID().toString(),
            "{\"lines\":[{\"sku\":\"" + sku + "\",\"quantity\":1}],\"paymentMethod\":\"pm_ok\"}")
        .id();
  }

  private static void says(String sku, long amount, long version) {
    outside.participants().say(new ProductChanged(sku, "China", amount, "EUR", version));
  }

  private static void known(String sku) {
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> outside.number("select count(*) from price where sku = '" + sku + "'") == 1);
  }

  private static long priceOf(String sku) {
    return outside.number("select amount from price where sku = '" + sku + "'");
  }
}
