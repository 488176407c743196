package io.tradewind.systemtests.simulation;

import io.tradewind.orders.entity.Order;
import io.tradewind.orders.entity.OrderFact;
import io.tradewind.orders.entity.OrderLine;
import io.tradewind.orders.entity.OrderLines;
import io.tradewind.orders.entity.OrderStatus;
import io.tradewind.orders.entity.SagaSignal;
import io.tradewind.orders.entity.SentCommand;
import io.tradewind.orders.entity.SignalRefused;
import io.tradewind.values.Ids;
import io.tradewind.values.Money;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * The simulated orders service; the saga's table and the retry times of commands are the service's
 * own.
 */
final class SimulatedOrders {

  private static final long PRICE = 500;

  private static final Map<OrderStatus, String> TOLD_AS =
      Map.of(
          OrderStatus.CONFIRMED, "OrderConfirmed",
          OrderStatus.REJECTED, "OrderRejected",
          OrderStatus.CANCELLED, "OrderCancelled",
          OrderStatus.SHIPPED, "OrderShipped",
          OrderStatus.DELIVERED, "OrderDelivered",
          OrderStatus.RETURNED, "OrderReturned");

  final SimulatedOutbox outgoing = new SimulatedOutbox();
  private final Map<UUID, Order> orders = new LinkedHashMap<>();
  private final Map<UUID, List<OrderFact>> histories = new LinkedHashMap<>();
  private final Set<PlantedBug> bugs;

  SimulatedOrders(Set<PlantedBug> bugs) {
    this.bugs = bugs;
  }

  Order place(UUID user, Map<String, Integer> units, String paymentMethod, Instant now) {
    List<OrderLine> lines =
        units.entrySet().stream()
            .map(
                line ->
                    new OrderLine(line.getKey(), "Tea", line.getValue(), new Money(PRICE, "EUR")))
            .toList();
    List<Order.Step> steps = new ArrayList<>();
    Order order = Order.place(Ids.next(), user, new OrderLines(lines), paymentMethod, now, steps);
    orders.put(order.id(), order);
    steps.forEach(step -> keep(order, step));
    return order;
  }

  /** Applies a signal from a person or the clock; false when it is refused. */
  boolean take(Order order, SagaSignal signal, Instant now) {
    try {
      order.apply(signal, now).forEach(step -> keep(order, step));
      return true;
    } catch (SignalRefused conflict) {
      return false;
    }
  }

  void hear(Wire.Answer answer, Instant now) {
    Order order = orders.get(answer.orderId());
    order.receive(answer.commandId(), answer.says(), now).forEach(step -> keep(order, step));
  }

  /** Sends again what was not answered in time, counted from when it was sent. */
  void sweep(Instant now) {
    if (bugs.contains(PlantedBug.NOT_SENT_AGAIN)) {
      return;
    }
    for (Order order : orders.values()) {
      order.commands().stream()
          .filter(command -> command.dueBy(now))
          .forEach(command -> askAgain(command, now));
    }
  }

  private void askAgain(SentCommand command, Instant now) {
    Instant left = outgoing.sentAt(command.commandId());
    if (left == null) {
      command.recheckOnceSent(now);
      return;
    }
    command.leftAt(left);
    if (command.dueBy(now)) {
      command.sentAgain(now);
      outgoing.sendAgain(command.commandId());
    }
  }

  private void keep(Order order, Order.Step step) {
    histories.computeIfAbsent(order.id(), id -> new ArrayList<>()).add(step.fact());
    step.send().forEach(sent -> outgoing.add(command(order, sent)));
    String told = TOLD_AS.get(step.fact().status());
    if (step.moved() && told != null) {
      outgoing.add(new Wire.News(Ids.next(), order.id(), order.userId(), told));
    }
  }

  private static Wire.Command command(Order order, SentCommand sent) {
    return new Wire.Command(
        sent.commandId(),
        order.id(),
        sent.kind(),
        order.userId(),
        order.total().amount(),
        order.paymentMethod(),
        order.units());
  }

  List<Order> all() {
    return List.copyOf(orders.values());
  }

  List<OrderFact> history(Order order) {
    return histories.get(order.id());
  }
}
