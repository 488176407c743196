package io.tradewind.systemtests.books;

import io.tradewind.systemtests.books.Facts.Movement;
import io.tradewind.systemtests.books.Facts.Notification;
import io.tradewind.systemtests.books.Facts.Payment;
import io.tradewind.systemtests.books.Facts.Reservation;
import io.tradewind.systemtests.books.Facts.Stock;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** Reads the databases of the other services. */
final class OtherTables {

  private static final String PAYMENTS =
      "select order_id, user_id, authorised, captured, refunded, refunded_by_hand from payment";
  private static final String STOCKS = "select sku, on_hand, reserved from stock";

  /** Added up by type: the checks need only the sums, and a long history stays small. */
  private static final String MOVEMENTS =
      "select sku, type, sum(units) as units from stock_movement group by sku, type";

  private static final String RESERVATIONS = "select order_id, status, lines from reservation";
  private static final String NOTIFICATIONS =
      "select user_id, seq, type, data->>'orderId' as order_id from notification";

  private OtherTables() {}

  static List<Payment> payments(Connection connection) throws SQLException {
    return Rows.of(
        connection,
        PAYMENTS,
        row ->
            new Payment(
                Rows.id(row, "order_id"),
                Rows.id(row, "user_id"),
                row.getLong("authorised"),
                row.getLong("captured"),
                row.getLong("refunded"),
                row.getLong("refunded_by_hand")));
  }

  static List<Stock> stocks(Connection connection) throws SQLException {
    return Rows.of(
        connection,
        STOCKS,
        row -> new Stock(row.getString("sku"), row.getLong("on_hand"), row.getLong("reserved")));
  }

  static List<Movement> movements(Connection connection) throws SQLException {
    return Rows.of(
        connection,
        MOVEMENTS,
        row -> new Movement(row.getString("sku"), row.getString("type"), row.getLong("units")));
  }

  static List<Reservation> reservations(Connection connection) throws SQLException {
    return Rows.of(
        connection,
        RESERVATIONS,
        row ->
            new Reservation(
                Rows.id(row, "order_id"), row.getString("status"), Rows.units(row, "lines")));
  }

  static List<Notification> notifications(Connection connection) throws SQLException {
    return Rows.of(
        connection,
        NOTIFICATIONS,
        row ->
            new Notification(
                Rows.id(row, "user_id"),
                row.getLong("seq"),
                row.getString("type"),
                Rows.id(row, "order_id")));
  }
}
