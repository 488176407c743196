package io.tradewind.systemtests.books;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toSet;

import io.tradewind.systemtests.books.Facts.Notification;
import io.tradewind.systemtests.books.Facts.Order;
import io.tradewind.systemtests.books.Facts.Payment;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/** Checks of promises 2 and 7. */
final class NotificationChecks {

  private static final Map<String, String> TOLD_AS =
      Map.of(
          "CONFIRMED", "OrderConfirmed",
          "SHIPPED", "OrderShipped",
          "DELIVERED", "OrderDelivered",
          "REJECTED", "OrderRejected",
          "CANCELLED", "OrderCancelled");

  private NotificationChecks() {}

  static Stream<String> doubled(Facts facts) {
    return facts.notifications().stream()
        .filter(told -> told.orderId() != null)
        .collect(groupingBy(told -> told.orderId() + " " + told.type(), counting()))
        .entrySet()
        .stream()
        .filter(entry -> entry.getValue() > 1)
        .map(entry -> entry.getKey() + " was told " + entry.getValue() + " times");
  }

  static Stream<String> untold(Facts facts) {
    Map<UUID, Set<String>> told =
        facts.notifications().stream()
            .filter(notification -> notification.orderId() != null)
            .collect(groupingBy(Notification::orderId, mapping(Notification::type, toSet())));
    return facts.orders().stream()
        .filter(order -> TOLD_AS.containsKey(order.status()))
        .filter(
            order -> !told.getOrDefault(order.id(), Set.of()).contains(TOLD_AS.get(order.status())))
        .map(order -> order.id() + " is " + order.status() + " and nobody was told");
  }

  static Stream<String> holes(Facts facts) {
    return facts.notifications().stream()
        .collect(groupingBy(Notification::userId))
        .entrySet()
        .stream()
        .filter(entry -> hasHoles(entry.getValue()))
        .map(entry -> "user " + entry.getKey() + " has a hole or a double number");
  }

  private static boolean hasHoles(List<Notification> notifications) {
    List<Long> numbers = notifications.stream().map(Notification::seq).sorted().toList();
    for (int position = 0; position < numbers.size(); position++) {
      if (numbers.get(position) != position + 1) {
        return true;
      }
    }
    return false;
  }

  static Stream<String> strangers(Facts facts) {
    Map<UUID, Order> orders = OrderChecks.byId(facts);
    Stream<String> told =
        facts.notifications().stream()
            .filter(notification -> notification.orderId() != null)
            .filter(
                notification -> !isOwner(orders.get(notification.orderId()), notification.userId()))
            .map(Notification::toString);
    Stream<String> charged =
        facts.payments().stream()
            .filter(payment -> payment.userId() != null || payment.authorised() > 0)
            .filter(payment -> !isOwner(orders.get(payment.orderId()), payment.userId()))
            .map(Payment::toString);
    return Stream.concat(told, charged);
  }

  private static boolean isOwner(Order order, UUID userId) {
    return order != null && order.userId().equals(userId);
  }
}
