package io.tradewind.inventory.control;

import io.tradewind.database.ArrayParameters;
import io.tradewind.database.TrackedRows;
import io.tradewind.inventory.entity.Reservation;
import io.tradewind.inventory.entity.Stock;
import io.tradewind.inventory.entity.StockMovement;
import io.tradewind.inventory.entity.UnitsBySkuAsJson;
import io.tradewind.messaging.PendingChanges;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * The stock and reservations that a transaction has locked or created, and what has changed since:
 * their rows, and new movements.
 */
final class StockChanges implements PendingChanges {

  private static final String EXPRESSIONS =
      """
      movement as (
        insert into stock_movement (sku, seq, type, units, on_hand, reserved, order_id, actor, reason,
                                    at)
        select * from unnest(?::text[], ?::bigint[], ?::text[], ?::bigint[], ?::bigint[], ?::bigint[],
                             ?::uuid[], ?::uuid[], ?::text[], ?::timestamptz[])),
      new_stock as (
        insert into stock (sku, on_hand, reserved, version)
        select * from unnest(?::text[], ?::bigint[], ?::bigint[], ?::bigint[])),
      changed_stock as (
        update stock s set on_hand = c.on_hand, reserved = c.reserved, version = c.version
          from unnest(?::text[], ?::bigint[], ?::bigint[], ?::bigint[])
               as c(sku, on_hand, reserved, version)
         where s.sku = c.sku),
      new_reservation as (
        insert into reservation (order_id, created_at, status, lines, reserve_command, refusal,
                                 refused_sku, deadline, changed_at)
        select * from unnest(?::uuid[], ?::timestamptz[], ?::text[], ?::text[], ?::uuid[], ?::text[],
                             ?::text[], ?::timestamptz[], ?::timestamptz[])),
      changed_reservation as (
        update reservation r
           set status = c.status, lines = c.lines, reserve_command = c.reserve_command,
               refusal = c.refusal, refused_sku = c.refused_sku, deadline = c.deadline,
               changed_at = c.changed_at
          from unnest(?::uuid[], ?::text[], ?::text[], ?::uuid[], ?::text[], ?::text[],
                      ?::timestamptz[], ?::timestamptz[])
               as c(order_id, status, lines, reserve_command, refusal, refused_sku, deadline,
                    changed_at)
         where r.order_id = c.order_id)""";

  private static final UnitsBySkuAsJson LINES = new UnitsBySkuAsJson();

  private final List<StockMovement> movements = new ArrayList<>();
  private final TrackedRows<Stock, Stock.Level> stocks = new TrackedRows<>(Stock::level);
  private final TrackedRows<Reservation, Reservation.State> reservations =
      new TrackedRows<>(Reservation::state);

  void lockedStock(Collection<Stock> locked) {
    stocks.read(locked);
  }

  void lockedReservations(Collection<Reservation> locked) {
    reservations.read(locked);
  }

  void add(Stock stock) {
    stocks.created(stock);
  }

  void add(Reservation reservation) {
    reservations.created(reservation);
  }

  void add(StockMovement movement) {
    movements.add(movement);
  }

  @Override
  public boolean isEmpty() {
    return movements.isEmpty() && stocks.isUnchanged() && reservations.isUnchanged();
  }

  @Override
  public String expressions() {
    return EXPRESSIONS;
  }

  @Override
  public void bind(ArrayParameters parameters) throws SQLException {
    parameters
        .add("text", movements, StockMovement::sku)
        .add("int8", movements, StockMovement::seq)
        .add("text", movements, StockMovement::type)
        .add("int8", movements, StockMovement::units)
        .add("int8", movements, StockMovement::onHand)
        .add("int8", movements, StockMovement::reserved)
        .add("uuid", movements, StockMovement::orderId)
        .add("uuid", movements, StockMovement::actor)
        .add("text", movements, StockMovement::reason)
        .add("timestamptz", movements, StockMovement::at);
    bindStock(parameters, stocks.created());
    bindStock(parameters, stocks.changed());
    List<Reservation> made = reservations.created();
    parameters
        .add("uuid", made, Reservation::orderId)
        .add("timestamptz", made, Reservation::createdAt);
    bindStates(parameters, made);
    List<Reservation> changed = reservations.changed();
    parameters.add("uuid", changed, Reservation::orderId);
    bindStates(parameters, changed);
  }

  private static void bindStock(ArrayParameters parameters, List<Stock> stocks)
      throws SQLException {
    parameters
        .add("text", stocks, Stock::sku)
        .add("int8", stocks, Stock::onHand)
        .add("int8", stocks, Stock::reserved)
        .add("int8", stocks, Stock::version);
  }

  private static void bindStates(ArrayParameters parameters, List<Reservation> reservations)
      throws SQLException {
    List<Reservation.State> states = reservations.stream().map(Reservation::state).toList();
    parameters
        .add("text", states, Reservation.State::status)
        .add("text", states, state -> LINES.convertToDatabaseColumn(state.lines()))
        .add("uuid", states, Reservation.State::reserveCommand)
        .add("text", states, Reservation.State::refusal)
        .add("text", states, Reservation.State::refusedSku)
        .add("timestamptz", states, Reservation.State::deadline)
        .add("timestamptz", states, Reservation.State::changedAt);
  }

  @Override
  public void written() {
    movements.clear();
    stocks.written();
    reservations.written();
  }
}
