package io.tradewind.inventory.control;

import io.tradewind.database.ArrayParameters;
import io.tradewind.database.Columns;
import io.tradewind.database.DatabaseFailure;
import io.tradewind.database.Transactions;
import io.tradewind.inventory.entity.Reservation;
import io.tradewind.inventory.entity.ReservationStatus;
import io.tradewind.inventory.entity.Stock;
import io.tradewind.inventory.entity.StockMovement;
import io.tradewind.inventory.entity.UnitsBySkuAsJson;
import io.tradewind.messaging.Outbox;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Function;

/**
 * Locks stock and reservations. What changes in them is written just before the transaction
 * commits, in one statement with its messages. JDBC instead of JPA: a statement for each table and
 * not for each row.
 */
@ApplicationScoped
class StockTable {

  private static final String RESERVATIONS =
      """
      select order_id, created_at, status, lines, reserve_command, refusal, refused_sku, deadline,
             changed_at
        from reservation where order_id = any (?::uuid[]) order by order_id for update""";

  private static final String STOCK =
      """
      select sku, on_hand, reserved, version
        from stock where sku = any (?::text[]) order by sku for update""";

  /** Reservations before stock: the rows of the second part are locked when the first is read. */
  private static final String BOTH =
      """
      with reserved as (%s), shelf as (%s)
      select r.*, null, null, null, null from reserved r
       union all
      select null, null, null, null, null, null, null, null, null, s.* from shelf s"""
          .formatted(RESERVATIONS, STOCK);

  private static final int RESERVATION_COLUMNS = 9;

  private static final UnitsBySkuAsJson LINES = new UnitsBySkuAsJson();

  @Inject Transactions transactions;
  @Inject Outbox outbox;

  @FunctionalInterface
  private interface Row<T> {
    T read(ResultSet row) throws SQLException;
  }

  /** Locked reservations and stock. */
  record Locked(List<Reservation> reservations, List<Stock> stock) {}

  /** Both in one statement, locked like each alone. */
  Locked lock(SortedSet<UUID> orderIds, SortedSet<String> skus) {
    Locked locked = new Locked(new ArrayList<>(), new ArrayList<>());
    try (Connection connection = transactions.connection();
        PreparedStatement select = connection.prepareStatement(BOTH)) {
      new ArrayParameters(select)
          .add("uuid", orderIds, Function.identity())
          .add("text", skus, Function.identity());
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          if (row.getString(1) != null) {
            locked.reservations().add(reservation(row));
          } else {
            locked.stock().add(stockOf(row, RESERVATION_COLUMNS));
          }
        }
      }
    } catch (SQLException failed) {
      throw DatabaseFailure.unchecked(failed);
    }
    changes().lockedReservations(locked.reservations());
    changes().lockedStock(locked.stock());
    return locked;
  }

  /** Locked in the order of their ids; orders without a reservation are missing. */
  List<Reservation> reservations(SortedSet<UUID> orderIds) {
    List<Reservation> locked = read(RESERVATIONS, "uuid", orderIds, StockTable::reservation);
    changes().lockedReservations(locked);
    return locked;
  }

  /**
   * Locked in the order of their SKUs, so that two batches cannot deadlock; unknown SKUs are
   * missing.
   */
  List<Stock> stock(SortedSet<String> skus) {
    List<Stock> locked =
        skus.isEmpty() ? List.of() : read(STOCK, "text", skus, row -> stockOf(row, 0));
    changes().lockedStock(locked);
    return locked;
  }

  Optional<Stock> stock(String sku) {
    return stock(new TreeSet<>(Set.of(sku))).stream().findFirst();
  }

  void add(Stock stock) {
    changes().add(stock);
  }

  void add(Collection<StockMovement> movements) {
    movements.forEach(changes()::add);
  }

  void addReservations(Collection<Reservation> made) {
    made.forEach(changes()::add);
  }

  private StockChanges changes() {
    return outbox.changes(StockChanges.class, StockChanges::new);
  }

  private <K, T> List<T> read(String sql, String type, SortedSet<K> keys, Row<T> each) {
    try (Connection connection = transactions.connection();
        PreparedStatement select = connection.prepareStatement(sql)) {
      new ArrayParameters(select).add(type, keys, Function.identity());
      List<T> rows = new ArrayList<>();
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          rows.add(each.read(row));
        }
      }
      return rows;
    } catch (SQLException failed) {
      throw DatabaseFailure.unchecked(failed);
    }
  }

  /**
   * @param before how many columns are before those of the stock
   */
  private static Stock stockOf(ResultSet row, int before) throws SQLException {
    return Stock.stored(
        row.getString(before + 1),
        new Stock.Level(row.getLong(before + 2), row.getLong(before + 3), row.getLong(before + 4)));
  }

  private static Reservation reservation(ResultSet row) throws SQLException {
    return Reservation.stored(
        row.getObject(1, UUID.class),
        Columns.instant(row, 2),
        new Reservation.State(
            Columns.constant(row, 3, ReservationStatus.class),
            LINES.convertToEntityAttribute(row.getString(4)),
            row.getObject(5, UUID.class),
            row.getString(6),
            row.getString(7),
            Columns.instant(row, 8),
            Columns.instant(row, 9)));
  }
}
