package io.tradewind.systemtests.books;

import io.tradewind.systemtests.books.Facts.History;
import io.tradewind.systemtests.books.Facts.Order;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** Reads the database of order-war. */
final class OrderTables {

  private static final String ORDERS =
      """
      select o.id, o.user_id, o.status, o.total_amount, o.version,
             (select jsonb_object_agg(sku, units)
                from (select line->>'sku' as sku, sum((line->>'quantity')::bigint) as units
                        from jsonb_array_elements(o.lines) as line
                       group by 1) as sums)::text as units,
             (select count(*) from saga_command c
               where c.order_id = o.id and c.answered_at is null) as unanswered
        from orders o
      """;

  private static final String HISTORIES =
      """
      select order_id, count(*) as events, max(seq) as last_seq,
             (array_agg(status order by seq desc))[1] as last_status
        from order_event
       group by order_id
      """;

  private OrderTables() {}

  static List<Order> orders(Connection connection) throws SQLException {
    return Rows.of(
        connection,
        ORDERS,
        row ->
            new Order(
                Rows.id(row, "id"),
                Rows.id(row, "user_id"),
                row.getString("status"),
                row.getLong("total_amount"),
                Rows.units(row, "units"),
                row.getLong("version"),
                row.getLong("unanswered")));
  }

  static List<History> histories(Connection connection) throws SQLException {
    return Rows.of(
        connection,
        HISTORIES,
        row ->
            new History(
                Rows.id(row, "order_id"),
                row.getLong("events"),
                row.getLong("last_seq"),
                row.getString("last_status")));
  }
}
