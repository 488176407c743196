package io.tradewind.orders.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tradewind.orders.entity.Order;
import io.tradewind.orders.entity.SagaCommand;
import io.tradewind.orders.entity.SentCommand;
import io.tradewind.orders.outside.Outside;
import io.tradewind.values.Ids;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OrderTableIT {

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final UUID id = Ids.next();
  private Connection first;
  private Connection second;

  @BeforeEach
  void anOrderThatWaitsForItsPayment() throws SQLException {
    first = connection();
    second = connection();
    execute(
        first,
        """
        insert into orders (id, user_id, status, lines, total_amount, currency, payment_method,
                            placed_at, version)
        values ('%s', gen_random_uuid(), 'AUTHORIZING',
                '[{"sku":"TEA-1","name":"Tea","quantity":1,"unitPrice":{"amount":7,"currency":"EUR"}}]',
                7, 'EUR', 'pm_ok', now(), 1)"""
            .formatted(id));
    command(SagaCommand.AUTHORIZE_PAYMENT, "null");
    first.commit();
  }

  @AfterEach
  void nothingStays() throws SQLException {
    first.rollback();
    second.rollback();
    execute(first, "delete from saga_command where order_id = '" + id + "'");
    execute(first, "delete from orders where id = '" + id + "'");
    first.commit();
    first.close();
    second.close();
  }

  /** The lock makes the row new, but not the rows that the same statement joins to it. */
  @Test
  void anOrderThatMovedWhileItsLockWasAwaitedComesWithItsNewCommands() throws Exception {
    OrderTable.lock(first, List.of(id));
    CompletableFuture<Map<UUID, Order>> waiting =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return OrderTable.lock(second, List.of(id));
              } catch (SQLException failed) {
                throw new IllegalStateException(failed);
              }
            });
    awaitALockedSession();
    execute(first, "update orders set status = 'RESERVING', version = 2 where id = '" + id + "'");
    execute(first, "update saga_command set answered_at = now() where order_id = '" + id + "'");
    command(SagaCommand.RESERVE_STOCK, "null");
    first.commit();

    Order order = waiting.get(PATIENCE.toSeconds(), TimeUnit.SECONDS).get(id);

    assertThat(order.version()).isEqualTo(2);
    assertThat(order.awaiting()).containsExactly(SagaCommand.RESERVE_STOCK);
    assertThat(order.commands())
        .extracting(SentCommand::kind)
        .containsExactlyInAnyOrder(SagaCommand.AUTHORIZE_PAYMENT, SagaCommand.RESERVE_STOCK);
  }

  @Test
  void ordersThatDoNotExistAreMissing() throws SQLException {
    assertThat(OrderTable.lock(first, List.of(Ids.next(), id)).keySet()).containsExactly(id);
  }

  @Test
  void aCommandOfANewerVersionIsNamed() throws SQLException {
    execute(first, "update saga_command set kind = 'SEND_FLOWERS' where order_id = '" + id + "'");

    assertThatThrownBy(() -> OrderTable.lock(first, List.of(id)))
        .hasMessage("only a newer version knows the SagaCommand SEND_FLOWERS");
  }

  private void command(SagaCommand kind, String answeredAt) throws SQLException {
    execute(
        first,
        """
        insert into saga_command
          (order_id, kind, command_id, sent_at, due_at, attempts, answered_at)
        values ('%s', '%s', gen_random_uuid(), now(), now() + interval '1 day', 1, %s)"""
            .formatted(id, kind, answeredAt));
  }

  private void awaitALockedSession() throws SQLException, InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() - end < 0) {
      try (Statement statement = first.createStatement();
          ResultSet row =
              statement.executeQuery(
                  "select count(*) from pg_locks where not granted and locktype = 'transactionid'")) {
        row.next();
        if (row.getInt(1) > 0) {
          return;
        }
      }
      Thread.sleep(20);
    }
    throw new AssertionError("nobody waits for the lock");
  }

  private static Connection connection() throws SQLException {
    Connection connection = Outside.running().stack().postgres().connect("orders", "orders_owner");
    connection.setAutoCommit(false);
    return connection;
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
