package io.tradewind.systemtests.simulation;

import io.tradewind.inventory.entity.ReservationStatus;
import io.tradewind.orders.entity.Order;
import io.tradewind.orders.entity.OrderFact;
import io.tradewind.systemtests.books.Facts;
import io.tradewind.systemtests.books.Facts.Acknowledged;
import io.tradewind.systemtests.books.Facts.History;
import io.tradewind.systemtests.books.Facts.Movement;
import io.tradewind.systemtests.books.Facts.Payment;
import io.tradewind.systemtests.books.Facts.Reservation;
import io.tradewind.systemtests.books.Facts.Stock;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The facts of a simulated system, the same that are read from the real one with SQL. */
record SimulatedFacts(
    SimulatedOrders orderService,
    SimulatedPayments paymentService,
    SimulatedInventory inventoryService,
    SimulatedNotifications notificationService,
    SimulatedProvider provider) {

  Facts read() {
    return new Facts(
        orderService.all().stream()
            .map(order -> new Acknowledged(order.id(), order.userId(), order.id().toString()))
            .toList(),
        orderService.all().stream().map(SimulatedFacts::order).toList(),
        orderService.all().stream().map(this::history).toList(),
        paymentService.payments().stream()
            .map(
                payment ->
                    new Payment(
                        payment.orderId(),
                        payment.userId(),
                        payment.authorised(),
                        payment.captured(),
                        payment.refunded(),
                        payment.refundedByHand()))
            .toList(),
        provider.ledger(),
        inventoryService.stocks().stream()
            .map(stock -> new Stock(stock.sku(), stock.onHand(), stock.reserved()))
            .toList(),
        inventoryService.movements().stream()
            .map(moved -> new Movement(moved.sku(), moved.type().name(), moved.units()))
            .toList(),
        inventoryService.reservations().stream()
            .filter(reservation -> reservation.status() != ReservationStatus.NONE)
            .map(
                reservation ->
                    new Reservation(
                        reservation.orderId(),
                        reservation.status().name(),
                        reservation.lines().units()))
            .toList(),
        notificationService.told(),
        Set.of(),
        orderService.outgoing.unsent()
            + paymentService.outgoing.unsent()
            + inventoryService.outgoing.unsent());
  }

  private static Facts.Order order(Order order) {
    Map<String, Long> units = new TreeMap<>();
    order.units().forEach((sku, quantity) -> units.put(sku, quantity.longValue()));
    return new Facts.Order(
        order.id(),
        order.userId(),
        order.status().name(),
        order.total().amount(),
        units,
        order.version(),
        order.awaiting().size());
  }

  private History history(Order order) {
    List<OrderFact> facts = orderService.history(order);
    OrderFact last = facts.get(facts.size() - 1);
    return new History(order.id(), facts.size(), last.seq(), last.status().name());
  }
}
