package io.tradewind.orders.control;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tradewind.orders.entity.OrderStatus;
import io.tradewind.orders.outside.Outside;
import io.tradewind.values.Ids;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Scheduled work, and the calls of operators and staff, read about as many pages however many
 * orders there ever were. The database itself counts them, in a transaction that is rolled back.
 */
class SweepCostIT {

  private static final int ORDERS = 50_000;

  /** Pages of 8 KB. The orders have 1,300 of them, and their commands 4,400. */
  private static final int FEW_PAGES = 1_000;

  private static Connection connection;

  /**
   * Inserts orders, all confirmed but for 30 open ones and 30 of each rare status, and 200,000
   * commands.
   */
  @BeforeAll
  static void manyOrdersThatAreDone() throws SQLException {
    connection = Outside.running().stack().postgres().connect("orders", "orders_owner");
    connection.setAutoCommit(false);
    execute(
        """
        insert into orders (id, user_id, status, lines, total_amount, currency, payment_method,
                            placed_at, version)
        select uuidv7(), gen_random_uuid(),
               case when n <= 30 then 'AUTHORIZING' when n <= 60 then 'CANCELLED'
                    when n <= 90 then 'REJECTED' else 'CONFIRMED' end,
               '[]', 2598, 'EUR', 'pm_ok', now() - interval '91 days', 5
          from generate_series(1, %d) as n"""
            .formatted(ORDERS));
    execute(
        """
        insert into saga_command
          (order_id, kind, command_id, sent_at, due_at, attempts, answered_at)
        select o.id, kind, gen_random_uuid(), now(), now() - interval '1 minute', 1,
               case when o.status <> 'AUTHORIZING' then now() - interval '91 days' end
          from orders o,
               unnest(case when o.status = 'CONFIRMED'
                 then '{AUTHORIZE_PAYMENT,RESERVE_STOCK,CAPTURE_PAYMENT,COMMIT_STOCK}'::text[]
                 else '{AUTHORIZE_PAYMENT}' end) as kind
         where o.lines = '[]'""");
    execute(
        """
        update order_at_rest set since = now() - interval '91 days'
         where order_id in (select id from orders where lines = '[]')""");
    execute("analyze orders");
    execute("analyze saga_command");
    execute("analyze order_at_rest");
  }

  @AfterAll
  static void nothingHappened() throws SQLException {
    connection.rollback();
    connection.close();
  }

  static Stream<Arguments> sweepsAndLists() {
    return Stream.of(
        Arguments.of("looking for the overdue", Orders.OVERDUE, new Object[] {"now", 200}),
        Arguments.of("letting go", FinishedSagas.FORGET, new Object[] {"now", 1_000}),
        Arguments.of("counting by status", OpenSagas.BY_STATUS, new Object[0]),
        Arguments.of("counting attention", OpenSagas.NEEDING_ATTENTION, new Object[] {8}),
        Arguments.of("counting the stuck", OpenSagas.STUCK, new Object[0]),
        Arguments.of(
            "listing sagas",
            OpenSagas.PAGE,
            new Object[] {"", "", "infinity", true, false, 8, Ids.next(), "", 21}),
        Arguments.of(
            "listing the cancelled",
            Orders.pageOf(false, OrderStatus.CANCELLED, false),
            new Object[] {"", "CANCELLED", "", 21}),
        Arguments.of(
            "listing what nobody returned",
            Orders.pageOf(false, OrderStatus.RETURNED, true),
            new Object[] {"", "RETURNED", Ids.next(), 21}),
        Arguments.of(
            "listing the confirmed",
            Orders.pageOf(false, OrderStatus.CONFIRMED, false),
            new Object[] {"", "CONFIRMED", "", 21}),
        Arguments.of(
            "listing those under way",
            Orders.pageOf(false, OrderStatus.AUTHORIZING, false),
            new Object[] {"", "AUTHORIZING", "", 21}));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("sweepsAndLists")
  void scheduledTasksAndListsReadFewPages(String what, String sql, Object[] parameters)
      throws SQLException {
    assertThat(pagesReadBy(sql, parameters)).as(what).isLessThan(FEW_PAGES);
  }

  private static long pagesReadBy(String sql, Object[] parameters) throws SQLException {
    String asked = sql;
    for (int i = parameters.length; i > 0; i--) {
      Object parameter = parameters[i - 1];
      asked =
          asked.replace(
              "?" + i, parameter instanceof Number ? parameter.toString() : "'" + parameter + "'");
    }
    try (Statement statement = connection.createStatement();
        ResultSet plan =
            statement.executeQuery("explain (analyze, buffers, format json) " + asked)) {
      plan.next();
      JsonNode whole = new ObjectMapper().readTree(plan.getString(1)).path(0).path("Plan");
      return whole.path("Shared Hit Blocks").asLong() + whole.path("Shared Read Blocks").asLong();
    } catch (JsonProcessingException unreadable) {
      throw new AssertionError(unreadable);
    }
  }

  private static void execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
