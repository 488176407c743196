package io.tradewind.systemtests.stories;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradewind.client.Availability;
import io.tradewind.client.InventoryApi;
import io.tradewind.systemtests.driver.Customer;
import io.tradewind.systemtests.driver.Eventually;
import io.tradewind.systemtests.driver.Platform;
import io.tradewind.systemtests.driver.WholeSystem;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.microshed.testing.jaxrs.RESTClient;
import org.microshed.testing.jupiter.MicroShedTest;

/** Public reads, through a client that MicroShed makes from the published interface. */
@WholeSystem
@MicroShedTest
public class CatalogueIT {

  @RESTClient public static InventoryApi inventory;

  private final Platform platform;

  CatalogueIT(Platform platform) {
    this.platform = platform;
  }

  @Test
  void theFirstProductsAreAvailable() {
    Availability available = inventory.availability(List.of("TEA-001", "TEA-010"));

    assertThat(available.items())
        .extracting(Availability.Item::sku)
        .containsExactly("TEA-001", "TEA-010");
    assertThat(available.items()).allMatch(item -> item.available() > 0);
  }

  @Test
  void theRealTimeViewFollowsAnOrderWithinMoments() {
    String sku = platform.staff().product(100, 5);
    Customer customer = platform.customer();
    customer.settles(customer.orders(sku, 2, "pm_ok"));

    assertThat(
            Eventually.ask(
                Duration.ofSeconds(5), () -> availableOf(sku), available -> available == 3))
        .isEqualTo(3);
  }

  private static long availableOf(String sku) {
    return inventory.availability(List.of(sku)).items().get(0).available();
  }
}
