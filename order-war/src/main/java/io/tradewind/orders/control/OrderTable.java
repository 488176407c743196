package io.tradewind.orders.control;

import io.tradewind.database.Columns;
import io.tradewind.database.LockingQuery;
import io.tradewind.orders.entity.Order;
import io.tradewind.orders.entity.OrderLine;
import io.tradewind.orders.entity.OrderLines;
import io.tradewind.orders.entity.OrderStatus;
import io.tradewind.orders.entity.SagaCommand;
import io.tradewind.orders.entity.SentCommand;
import io.tradewind.values.Money;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * The SQL that locks orders and reads them with their commands. JDBC instead of JPA: one statement
 * for any number of orders, while a persistence context needs one for each table.
 */
final class OrderTable {

  private static final LockingQuery<Locked> LOCK =
      new LockingQuery<>(
          """
          select o.id, o.user_id, o.status, o.lines, o.total_amount, o.currency, o.payment_method,
                 o.reason, o.placed_at, o.version as locked_version,
                 c.kind, c.command_id, c.sent_at, c.due_at, c.attempts, c.answered_at, c.held_at,
                 c.failure, c.failures, seen.version as joined_version
            from orders o
            join orders seen on seen.id = o.id
            left join saga_command c on c.order_id = o.id
           where o.id = any (?::uuid[])
           order by o.id
             for update of o""",
          () -> new Locked(new LinkedHashMap<>(), new HashMap<>()),
          OrderTable::read);

  private OrderTable() {}

  /** Orders, and their commands by order. */
  private record Locked(Map<UUID, Order> orders, Map<UUID, List<SentCommand>> commands) {}

  /**
   * Locks the orders, lowest id first so that two batches cannot deadlock. Orders that do not exist
   * are missing.
   *
   * @throws IllegalStateException for a status or command that only a newer version knows
   */
  static Map<UUID, Order> lock(Connection connection, Collection<UUID> ids) throws SQLException {
    Locked locked = LOCK.run(connection, ids);
    locked.orders().forEach((id, order) -> order.loadCommands(locked.commands().get(id)));
    return locked.orders();
  }

  private static void read(ResultSet row, Locked locked) throws SQLException {
    UUID id = row.getObject(1, UUID.class);
    if (!locked.orders().containsKey(id)) {
      locked.orders().put(id, order(id, row));
      locked.commands().put(id, new ArrayList<>());
    }
    if (row.getString(11) != null) {
      locked.commands().get(id).add(command(id, row));
    }
  }

  private static Order order(UUID id, ResultSet row) throws SQLException {
    return Order.stored(
        id,
        row.getObject(2, UUID.class),
        Columns.constant(row, 3, OrderStatus.class),
        new OrderLines(List.of(StoredJson.read(row.getString(4), OrderLine[].class))),
        new Money(row.getLong(5), row.getString(6)),
        row.getString(7),
        row.getString(8),
        Columns.instant(row, 9),
        row.getLong(10));
  }

  private static SentCommand command(UUID orderId, ResultSet row) throws SQLException {
    return SentCommand.stored(
        orderId,
        Columns.constant(row, 11, SagaCommand.class),
        row.getObject(12, UUID.class),
        Columns.instant(row, 13),
        new SentCommand.State(
            Columns.instant(row, 14),
            row.getInt(15),
            Columns.instant(row, 16),
            Columns.instant(row, 17),
            row.getString(18),
            row.getInt(19)));
  }
}
