package io.tradewind.systemtests.books;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;

import io.tradewind.systemtests.books.Facts.Acknowledged;
import io.tradewind.systemtests.books.Facts.History;
import io.tradewind.systemtests.books.Facts.Order;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;

/** Checks of promises 1 and 2, for orders. */
final class OrderChecks {

  static final Set<String> SETTLED =
      Set.of("CONFIRMED", "SHIPPED", "DELIVERED", "REJECTED", "CANCELLED", "RETURNED");

  private OrderChecks() {}

  static Map<UUID, Order> byId(Facts facts) {
    return facts.orders().stream().collect(toMap(Order::id, Function.identity()));
  }

  static Stream<String> lostOrders(Facts facts) {
    Map<UUID, Order> orders = byId(facts);
    return facts.acknowledged().stream()
        .filter(promised -> !isTheirs(orders.get(promised.orderId()), promised))
        .map(promised -> "acknowledged and not there: " + promised.orderId());
  }

  private static boolean isTheirs(Order order, Acknowledged promised) {
    return order != null && order.userId().equals(promised.userId());
  }

  static Stream<String> silentOrders(Facts facts) {
    return facts.orders().stream()
        .filter(order -> !SETTLED.contains(order.status()) || order.unanswered() > 0)
        .filter(order -> !facts.parkedKeys().contains(order.id().toString()))
        .map(order -> order.id() + " is " + order.status() + ", awaiting " + order.unanswered());
  }

  static Stream<String> doubledOrders(Facts facts) {
    Map<String, Set<UUID>> byKey =
        facts.acknowledged().stream()
            .collect(
                groupingBy(
                    promised -> promised.userId() + " " + promised.idempotencyKey(),
                    mapping(Acknowledged::orderId, toSet())));
    return byKey.entrySet().stream()
        .filter(entry -> entry.getValue().size() > 1)
        .map(entry -> "one key made " + entry.getValue());
  }

  static Stream<String> brokenHistories(Facts facts) {
    Map<UUID, History> histories =
        facts.histories().stream().collect(toMap(History::orderId, Function.identity()));
    return facts.orders().stream()
        .filter(order -> !tells(histories.get(order.id()), order))
        .map(order -> order.id() + " has " + histories.get(order.id()));
  }

  private static boolean tells(History history, Order order) {
    return history != null
        && history.events() == order.version()
        && history.lastSeq() == order.version()
        && Objects.equals(history.lastStatus(), order.status());
  }

  static Stream<String> unsentEvents(Facts facts) {
    return facts.unsent() == 0 ? Stream.empty() : Stream.of(facts.unsent() + " outbox rows");
  }
}
