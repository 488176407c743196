package io.tradewind.systemtests.books;

import static java.util.stream.Collectors.toMap;

import io.tradewind.systemtests.books.Facts.Movement;
import io.tradewind.systemtests.books.Facts.Order;
import io.tradewind.systemtests.books.Facts.Reservation;
import io.tradewind.systemtests.books.Facts.Stock;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;

/** Checks of promises 2 and 4. */
final class StockChecks {

  private static final Set<String> HOLDING = Set.of("HELD", "COMMITTED");

  private StockChecks() {}

  static Stream<String> wrongOnHand(Facts facts) {
    Map<String, Long> moved = new HashMap<>();
    for (Movement movement : facts.movements()) {
      moved.merge(movement.sku(), onHandChange(movement), Long::sum);
    }
    return facts.stocks().stream()
        .filter(stock -> stock.onHand() != moved.getOrDefault(stock.sku(), 0L))
        .map(stock -> stock + " but its movements make " + moved.get(stock.sku()));
  }

  static Stream<String> wrongReserved(Facts facts) {
    Map<String, Long> moved = new HashMap<>();
    for (Movement movement : facts.movements()) {
      moved.merge(movement.sku(), reservedChange(movement), Long::sum);
    }
    return facts.stocks().stream()
        .filter(stock -> stock.reserved() != moved.getOrDefault(stock.sku(), 0L))
        .map(stock -> stock + " but its movements reserve " + moved.get(stock.sku()));
  }

  static Stream<String> wrongHolds(Facts facts) {
    Map<String, Long> held = new HashMap<>();
    facts.reservations().stream()
        .filter(reservation -> HOLDING.contains(reservation.status()))
        .forEach(
            reservation ->
                reservation.units().forEach((sku, units) -> held.merge(sku, units, Long::sum)));
    return facts.stocks().stream()
        .filter(stock -> stock.reserved() != held.getOrDefault(stock.sku(), 0L))
        .map(stock -> stock + " but reservations hold " + held.get(stock.sku()));
  }

  static Stream<String> belowZero(Facts facts) {
    return facts.stocks().stream()
        .filter(
            stock ->
                stock.onHand() < 0 || stock.reserved() < 0 || stock.onHand() - stock.reserved() < 0)
        .map(Stock::toString);
  }

  static Stream<String> wrongReservations(Facts facts) {
    Map<UUID, Reservation> reservations =
        facts.reservations().stream().collect(toMap(Reservation::orderId, Function.identity()));
    return facts.orders().stream()
        .filter(order -> OrderChecks.SETTLED.contains(order.status()))
        .filter(order -> !fits(order, reservations.get(order.id())))
        .map(order -> order + " has " + reservations.get(order.id()));
  }

  private static boolean fits(Order order, Reservation reservation) {
    String status = reservation == null ? "NONE" : reservation.status();
    return switch (order.status()) {
      case "CONFIRMED" -> status.equals("COMMITTED") && holds(reservation, order);
      case "SHIPPED", "DELIVERED" -> status.equals("SHIPPED") && holds(reservation, order);
      case "RETURNED" -> status.equals("RESTOCKED") && holds(reservation, order);
      default -> Set.of("NONE", "RELEASED", "REJECTED").contains(status);
    };
  }

  private static boolean holds(Reservation reservation, Order order) {
    return reservation.units().equals(order.units());
  }

  private static long onHandChange(Movement movement) {
    return switch (movement.type()) {
      case "ADJUSTMENT", "RESTOCK" -> movement.units();
      case "SHIP" -> -movement.units();
      default -> 0;
    };
  }

  private static long reservedChange(Movement movement) {
    return switch (movement.type()) {
      case "RESERVE" -> movement.units();
      case "RELEASE", "SHIP" -> -movement.units();
      default -> 0;
    };
  }
}
