package io.tradewind.systemtests.stories;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradewind.stack.Service;
import io.tradewind.systemtests.books.Books;
import io.tradewind.systemtests.books.Check;
import io.tradewind.systemtests.books.FactsReader;
import io.tradewind.systemtests.driver.Customer;
import io.tradewind.systemtests.driver.Platform;
import io.tradewind.systemtests.driver.WholeSystem;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The audit reads the real tables: it fails when a row was edited by hand. */
@WholeSystem
class BooksIT {

  private final Platform platform;
  private final String sku;
  private final UUID order;

  BooksIT(Platform platform) {
    this.platform = platform;
    this.sku = platform.staff().product(100, 5);
    Customer customer = platform.customer();
    this.order = customer.orders(sku, 1, "pm_ok");
    customer.settles(order);
  }

  @Test
  void aUnitThatAppearsFromNowhereIsFound() throws Exception {
    String stock = "update stock set on_hand = on_hand %s 1 where sku = '" + sku + "'";

    assertThat(found(Service.INVENTORY, stock.formatted("+"), stock.formatted("-")))
        .containsKey(Check.ON_HAND_IS_THE_SUM_OF_ITS_MOVEMENTS);
  }

  @Test
  void anOrderWhoseTotalIsEditedIsFound() throws Exception {
    String total = "update orders set total_amount = total_amount %s 1 where id = '" + order + "'";

    assertThat(found(Service.ORDERS, total.formatted("+"), total.formatted("-")))
        .containsKey(Check.CAPTURED_LESS_REFUNDED_IS_WHAT_IS_OWED);
  }

  @Test
  void aRefundThatTheProviderKnowsNothingOfIsFound() throws Exception {
    String refund = "update payment set refunded = refunded %s 1 where order_id = '" + order + "'";

    assertThat(found(Service.PAYMENTS, refund.formatted("+"), refund.formatted("-")))
        .containsKey(Check.OUR_LEDGER_AGREES_WITH_THE_PROVIDERS);
  }

  private Map<Check, List<String>> found(Service service, String edit, String undo)
      throws Exception {
    platform.audit();
    execute(service, edit);
    try {
      return Books.audit(new FactsReader(platform.stack()).read(List.of())).violations();
    } finally {
      execute(service, undo);
    }
  }

  private void execute(Service service, String statement) throws SQLException {
    try (Connection database = platform.stack().postgres().superuser(service.id());
        Statement edit = database.createStatement()) {
      assertThat(edit.executeUpdate(statement)).isEqualTo(1);
    }
  }
}
