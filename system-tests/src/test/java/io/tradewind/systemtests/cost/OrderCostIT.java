package io.tradewind.systemtests.cost;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradewind.stack.Service;
import io.tradewind.systemtests.cost.StatementLog.Executed;
import io.tradewind.systemtests.cost.WalMeter.Wal;
import io.tradewind.systemtests.driver.ConcurrentStart;
import io.tradewind.systemtests.driver.Customer;
import io.tradewind.systemtests.driver.Eventually;
import io.tradewind.systemtests.driver.Platform;
import io.tradewind.systemtests.driver.TopicReader;
import io.tradewind.systemtests.driver.WholeSystem;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;

/**
 * An order, from its request to its last message, costs no more than this. Nothing here depends on
 * a clock. An idle system's own statements do not count.
 */
@WholeSystem
class OrderCostIT {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** Longer than periodic tasks wait that read something. */
  private static final Duration IDLE = Duration.ofSeconds(20);

  private static final int ALONE = 5;
  private static final int BUYERS = 200;
  private static final int ORDERS_OF_EACH = 5;

  /** Each is what was counted, and a little. */
  private static final Map<String, Integer> ALONE_AT_MOST =
      Map.of(
          "statements", 18,
          "transactions", 9,
          "statements of relays", 5,
          "commits", 16,
          "row writes", 50,
          "log records", 185,
          "log bytes", 22_500,
          "records", 8);

  /** How many are handled together depends on the machine, so there is more room. */
  private static final Map<String, Integer> TOGETHER_AT_MOST =
      Map.of(
          "statements", 5,
          "transactions", 2,
          "statements of relays", 1,
          "commits", 2,
          "row writes", 50,
          "log records", 185,
          "log bytes", 24_000,
          "records", 9);

  private final Platform platform;

  OrderCostIT(Platform platform) {
    this.platform = platform;
  }

  /** Placing orders, which acts and then waits for nothing. */
  @FunctionalInterface
  private interface Placing {
    void happens() throws Exception;
  }

  @Test
  void aLoneOrderAndAThousandTogetherStayWithinTheirBounds() throws Exception {
    String sku = platform.staff().product(100, 5_000);
    List<Customer> crowd = platform.crowd(BUYERS);
    Customer customer = crowd.get(0);
    customer.settles(customer.orders(sku, 1, "pm_ok"));
    platform.audit();
    forgetWhatOthersHaveParked();
    try (StatementLog log = new StatementLog(platform.stack().postgres())) {
      long quiet = log.end();
      Thread.sleep(IDLE.toMillis());
      log.isIdleSince(quiet);

      List<Cost> alone = new ArrayList<>();
      for (int n = 0; n < ALONE; n++) {
        alone.add(cost(log, 1, () -> customer.orders(sku, 1, "pm_ok")));
      }
      List<Callable<Integer>> buyers =
          crowd.stream().map(buyer -> (Callable<Integer>) () -> ordersSome(buyer, sku)).toList();
      Cost together =
          cost(log, BUYERS * ORDERS_OF_EACH, () -> ConcurrentStart.all(buyers, () -> {}));

      Cost lone = alone.stream().reduce(Cost::least).orElseThrow();
      System.out.println("alone: " + lone + "\ntogether: " + together);
      assertThat(lone.exceeded(ALONE_AT_MOST)).as(lone.details()).isEmpty();
      assertThat(together.exceeded(TOGETHER_AT_MOST)).isEmpty();
    }
  }

  /** As long as a channel has a parked or removed message, each of its batches looks for some. */
  private void forgetWhatOthersHaveParked() throws SQLException {
    for (Service service : Service.values()) {
      try (Connection database = platform.stack().postgres().superuser(service.id());
          Statement statement = database.createStatement()) {
        statement.execute("delete from parked_message");
        statement.execute("delete from removed_message");
      }
    }
  }

  private static int ordersSome(Customer buyer, String sku) {
    for (int n = 0; n < ORDERS_OF_EACH; n++) {
      buyer.orders(sku, 1, "pm_ok");
    }
    return ORDERS_OF_EACH;
  }

  private Cost cost(StatementLog log, int orders, Placing placing) throws Exception {
    TopicReader topics = new TopicReader(platform.stack().kafka().bootstrapServers());
    WalMeter meter = new WalMeter(platform.stack().postgres());
    long settled = settled();
    long recordsBefore = topics.ends().values().stream().mapToLong(Long::longValue).sum();
    String walBefore = meter.end();
    long position = log.end();
    placing.happens();
    assertThat(Eventually.ask(PATIENCE, this::settled, now -> now >= settled + orders))
        .isEqualTo(settled + orders);
    List<List<Executed>> transactions = log.transactionsSince(position);
    Wal wal = meter.between(walBefore, meter.end());
    long records = topics.ends().values().stream().mapToLong(Long::longValue).sum() - recordsBefore;
    return Cost.of(transactions, wal, records, orders);
  }

  /** How many orders have ended everywhere; -1 while anything is under way. */
  private long settled() {
    for (Service service : Service.values()) {
      if (number(service, "select count(*) from outbox where sent_at is null") > 0) {
        return -1;
      }
    }
    return number(Service.ORDERS, "select count(*) from saga_command where answered_at is null") > 0
            || number(Service.INVENTORY, "select count(*) from reservation where status = 'HELD'")
                > 0
        ? -1
        : number(
            Service.NOTIFICATIONS,
            "select count(*) from notification where type = 'OrderConfirmed'");
  }

  private long number(Service service, String query) {
    try (Connection database = platform.stack().postgres().superuser(service.id());
        Statement statement = database.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      row.next();
      return row.getLong(1);
    } catch (SQLException failed) {
      throw new IllegalStateException(failed);
    }
  }
}
