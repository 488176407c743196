package io.tradewind.systemtests.books;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toMap;

import io.tradewind.systemtests.books.Facts.Charge;
import io.tradewind.systemtests.books.Facts.Order;
import io.tradewind.systemtests.books.Facts.Payment;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;

/** Checks of promises 2 and 3, against the provider's own ledger. */
final class MoneyChecks {

  private static final Set<String> OWED = Set.of("CONFIRMED", "SHIPPED", "DELIVERED");
  private static final Set<String> DEAD = Set.of("REJECTED", "CANCELLED", "RETURNED");

  private MoneyChecks() {}

  static Stream<String> doubledCharges(Facts facts) {
    return charges(facts).entrySet().stream()
        .filter(
            entry ->
                count(entry.getValue(), "AUTHORISE") > 1 || count(entry.getValue(), "CAPTURE") > 1)
        .map(entry -> entry.getKey() + " has " + entry.getValue());
  }

  /** A refund by hand that the provider does not see counts as a refund. */
  static Stream<String> imbalances(Facts facts) {
    Map<UUID, List<Charge>> charges = charges(facts);
    Map<UUID, Long> elsewhere =
        facts.payments().stream().collect(toMap(Payment::orderId, Payment::elsewhere));
    return facts.orders().stream()
        .filter(order -> OWED.contains(order.status()) || DEAD.contains(order.status()))
        .filter(
            order ->
                kept(charges.getOrDefault(order.id(), List.of()))
                    != owed(order) + elsewhere.getOrDefault(order.id(), 0L))
        .map(
            order ->
                "%s is %s and owes %d, the provider holds %d"
                    .formatted(
                        order.id(),
                        order.status(),
                        owed(order),
                        kept(charges.getOrDefault(order.id(), List.of()))));
  }

  static Stream<String> openAuthorisations(Facts facts) {
    Map<UUID, List<Charge>> charges = charges(facts);
    return facts.orders().stream()
        .filter(order -> DEAD.contains(order.status()))
        .filter(order -> isOpen(charges.getOrDefault(order.id(), List.of())))
        .map(order -> order.id() + " is " + order.status() + " with an open authorisation");
  }

  static Stream<String> disagreements(Facts facts) {
    Map<UUID, List<Charge>> charges = charges(facts);
    Map<UUID, Payment> payments =
        facts.payments().stream().collect(toMap(Payment::orderId, Function.identity()));
    Set<UUID> known = new TreeSet<>(charges.keySet());
    known.addAll(payments.keySet());
    return known.stream()
        .filter(id -> !agree(payments.get(id), charges.getOrDefault(id, List.of())))
        .map(id -> payments.get(id) + " against " + charges.get(id));
  }

  /** A void of what was never authorised moves nothing, and is no charge. */
  static Stream<String> strayCharges(Facts facts) {
    Map<UUID, Order> orders = OrderChecks.byId(facts);
    return facts.charges().stream()
        .filter(charge -> charge.amount() > 0)
        .filter(charge -> !orders.containsKey(charge.orderId()))
        .map(charge -> "no order has " + charge);
  }

  private static Map<UUID, List<Charge>> charges(Facts facts) {
    return facts.charges().stream().collect(groupingBy(Charge::orderId));
  }

  private static boolean agree(Payment payment, List<Charge> charges) {
    return payment != null
        && payment.authorised() == sum(charges, "AUTHORISE")
        && payment.captured() == sum(charges, "CAPTURE")
        && payment.refunded() - payment.elsewhere() == sum(charges, "REFUND");
  }

  private static boolean isOpen(List<Charge> charges) {
    return count(charges, "AUTHORISE") > 0
        && count(charges, "CAPTURE") == 0
        && count(charges, "VOID") == 0;
  }

  private static long owed(Order order) {
    return OWED.contains(order.status()) ? order.total() : 0;
  }

  private static long kept(List<Charge> charges) {
    return sum(charges, "CAPTURE") - sum(charges, "REFUND");
  }

  private static long sum(List<Charge> charges, String operation) {
    return charges.stream()
        .filter(charge -> charge.operation().equals(operation))
        .mapToLong(Charge::amount)
        .sum();
  }

  private static long count(List<Charge> charges, String operation) {
    return charges.stream().filter(charge -> charge.operation().equals(operation)).count();
  }
}
