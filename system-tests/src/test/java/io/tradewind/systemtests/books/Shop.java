package io.tradewind.systemtests.books;

import io.tradewind.systemtests.books.Facts.Acknowledged;
import io.tradewind.systemtests.books.Facts.Charge;
import io.tradewind.systemtests.books.Facts.History;
import io.tradewind.systemtests.books.Facts.Movement;
import io.tradewind.systemtests.books.Facts.Notification;
import io.tradewind.systemtests.books.Facts.Order;
import io.tradewind.systemtests.books.Facts.Payment;
import io.tradewind.systemtests.books.Facts.Reservation;
import io.tradewind.systemtests.books.Facts.Stock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** Facts of a small shop; they satisfy every check until a test breaks one of them. */
final class Shop {

  static final UUID BUYER = new UUID(0, 1);
  static final UUID STRANGER = new UUID(0, 2);
  static final UUID CONFIRMED = new UUID(1, 1);
  static final UUID REJECTED = new UUID(1, 2);
  static final UUID RETURNED = new UUID(1, 3);
  static final String TEA = "TEA-001";
  private static final long PRICE = 500;

  final List<Acknowledged> acknowledged = new ArrayList<>();
  final List<Order> orders = new ArrayList<>();
  final List<History> histories = new ArrayList<>();
  final List<Payment> payments = new ArrayList<>();
  final List<Charge> charges = new ArrayList<>();
  final List<Stock> stocks = new ArrayList<>();
  final List<Movement> movements = new ArrayList<>();
  final List<Reservation> reservations = new ArrayList<>();
  final List<Notification> notifications = new ArrayList<>();
  final Set<String> parkedKeys = new HashSet<>();
  long unsent;

  /** One order is confirmed, one is rejected for lack of stock, one is shipped and returned. */
  static Shop inOrder() {
    Shop shop = new Shop();
    shop.stocks.add(new Stock(TEA, 10, 2));
    shop.movements.add(new Movement(TEA, "ADJUSTMENT", 10));
    shop.confirmed();
    shop.rejected();
    shop.returned();
    return shop;
  }

  private void confirmed() {
    order(CONFIRMED, "CONFIRMED");
    payments.add(new Payment(CONFIRMED, BUYER, PRICE, PRICE, 0, 0));
    charge(CONFIRMED, "AUTHORISE", "CAPTURE");
    movements.add(new Movement(TEA, "RESERVE", 2));
    reservations.add(new Reservation(CONFIRMED, "COMMITTED", Map.of(TEA, 2L)));
    notifications.add(new Notification(BUYER, 1, "OrderConfirmed", CONFIRMED));
  }

  private void rejected() {
    order(REJECTED, "REJECTED");
    payments.add(new Payment(REJECTED, BUYER, PRICE, 0, 0, 0));
    charge(REJECTED, "AUTHORISE", "VOID");
    reservations.add(new Reservation(REJECTED, "REJECTED", Map.of(TEA, 2L)));
    notifications.add(new Notification(BUYER, 2, "OrderRejected", REJECTED));
  }

  private void returned() {
    order(RETURNED, "RETURNED");
    payments.add(new Payment(RETURNED, BUYER, PRICE, PRICE, PRICE, 0));
    charge(RETURNED, "AUTHORISE", "CAPTURE", "REFUND");
    movements.add(new Movement(TEA, "RESERVE", 2));
    movements.add(new Movement(TEA, "SHIP", 2));
    movements.add(new Movement(TEA, "RESTOCK", 2));
    reservations.add(new Reservation(RETURNED, "RESTOCKED", Map.of(TEA, 2L)));
  }

  private void order(UUID id, String status) {
    acknowledged.add(new Acknowledged(id, BUYER, "key of " + id));
    orders.add(new Order(id, BUYER, status, PRICE, Map.of(TEA, 2L), 4, 0));
    histories.add(new History(id, 4, 4, status));
  }

  private void charge(UUID id, String... operations) {
    for (String operation : operations) {
      charges.add(new Charge(id, operation, PRICE));
    }
  }

  Facts facts() {
    return new Facts(
        acknowledged,
        orders,
        histories,
        payments,
        charges,
        stocks,
        movements,
        reservations,
        notifications,
        parkedKeys,
        unsent);
  }
}
