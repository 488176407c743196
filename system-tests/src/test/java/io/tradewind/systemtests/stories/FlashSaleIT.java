package io.tradewind.systemtests.stories;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradewind.systemtests.driver.ConcurrentStart;
import io.tradewind.systemtests.driver.Customer;
import io.tradewind.systemtests.driver.Platform;
import io.tradewind.systemtests.driver.Redis;
import io.tradewind.systemtests.driver.Staff;
import io.tradewind.systemtests.driver.WholeSystem;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Many buyers at once, each time also with Redis emptied in the middle: Redis shows the stock and
 * decides nothing. All buyers register and sign in from one address, as from an office, and must
 * not be throttled.
 */
@WholeSystem
class FlashSaleIT {

  private static final int BUYERS = 200;
  private static final int UNITS = 50;
  private static final int REPEATS = 50;

  private final Platform platform;
  private final Staff staff;

  FlashSaleIT(Platform platform) {
    this.platform = platform;
    this.staff = platform.staff();
  }

  @Test
  void twoHundredBuyersForFiftyUnitsConfirmExactlyFifty() throws Exception {
    assertThat(sale(() -> {})).isEqualTo(Map.of("CONFIRMED", 50L, "REJECTED", 150L));
  }

  @Test
  void aSaleDuringWhichRedisIsEmptiedComesOutTheSame() throws Exception {
    assertThat(sale(() -> Redis.empty(platform.stack().redis())))
        .isEqualTo(Map.of("CONFIRMED", 50L, "REJECTED", 150L));
  }

  /** The number of orders by final status. */
  private Map<String, Long> sale(Runnable inTheMiddle) throws Exception {
    String sku = staff.product(999, UNITS);
    List<Callable<UUID>> orders =
        platform.crowd(BUYERS).stream()
            .map(buyer -> (Callable<UUID>) () -> buyer.orders(sku, 1, "pm_ok"))
            .toList();

    List<UUID> placed = ConcurrentStart.all(orders, inTheMiddle);
    Map<String, Long> ended =
        placed.stream()
            .map(staff::settles)
            .collect(Collectors.groupingBy(status -> status, Collectors.counting()));

    assertThat(staff.stock(sku)).isEqualTo(new Staff.StockLevel(UNITS, UNITS, 0));
    return ended;
  }

  @Test
  void theSameRequestFiftyTimesAtOnceMakesOneOrder() throws Exception {
    assertThat(repeated(() -> {})).hasSize(1);
  }

  @Test
  void theSameRequestFiftyTimesWhileRedisIsEmptiedMakesOneOrder() throws Exception {
    assertThat(repeated(() -> Redis.empty(platform.stack().redis()))).hasSize(1);
  }

  /** The distinct orders that one request with one key made. */
  private Set<UUID> repeated(Runnable inTheMiddle) throws Exception {
    String sku = staff.product(999, UNITS);
    Customer customer = platform.customer();
    customer.canOrder(sku);
    String key = UUID.randomUUID().toString();
    List<Callable<UUID>> requests =
        IntStream.range(0, REPEATS)
            .mapToObj(i -> (Callable<UUID>) () -> customer.ordersOnce(sku, key))
            .toList();

    Set<UUID> made = Set.copyOf(ConcurrentStart.all(requests, inTheMiddle));
    made.forEach(customer::settles);

    assertThat(staff.available(sku)).isEqualTo(UNITS - made.size() - 1);
    return made;
  }
}
