package io.tradewind.orders.control;

import io.tradewind.contracts.Message;
import io.tradewind.contracts.Topic;
import io.tradewind.contracts.orders.OrderCancelled;
import io.tradewind.contracts.orders.OrderDelivered;
import io.tradewind.contracts.orders.OrderPlaced;
import io.tradewind.contracts.orders.OrderReturned;
import io.tradewind.contracts.orders.OrderShipped;
import io.tradewind.messaging.MessageJson;
import io.tradewind.orders.entity.Order;
import io.tradewind.orders.entity.OrderLine;
import io.tradewind.orders.entity.OrderLines;
import io.tradewind.orders.entity.SagaSignal;
import io.tradewind.orders.entity.SignalRefused;
import io.tradewind.values.Money;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Rebuilds what a restored database has lost from this service's own events. An order sends its
 * commands again with the same ids; the participants have executed them already and repeat their
 * answers, so nothing is charged, reserved or sent twice. Answers that were parked meanwhile,
 * because their order was unknown or had not sent the command, are discarded: they are sent once
 * more.
 */
@ApplicationScoped
public class OrderRebuild {

  /** Lost events in one transaction. */
  private static final int AT_ONCE = 500;

  @Inject LostEvents lost;
  @Inject Orders orders;
  @Inject OrderProgress progress;

  /**
   * @return how many listed events were rebuilt; those that an order does not accept yet, or that
   *     lack data, stay on the list
   */
  public int rebuild() {
    List<LostEvent> events = lost.lockOpen(AT_ONCE);
    Map<UUID, Order> known =
        orders.lock(events.stream().map(LostEvent::orderId).collect(Collectors.toSet()));
    int done = 0;
    for (LostEvent event : events) {
      if (apply(event, known)) {
        lost.settle(event, LostEvents.Verdict.REBUILT);
        done++;
      }
    }
    orders.flush();
    lost.deleteAnswersThatWillBeRepeated();
    return done;
  }

  private boolean apply(LostEvent event, Map<UUID, Order> known) {
    Message told =
        MessageJson.read(Topic.ORDER_EVENTS.messageOf(event.type()).orElseThrow(), event.event());
    Order order = known.get(event.orderId());
    if (told instanceof OrderPlaced placed) {
      return order == null && placed.lines() != null && rebuild(event, placed, known);
    }
    return order != null && takes(order, signalOf(told));
  }

  private boolean rebuild(LostEvent event, OrderPlaced placed, Map<UUID, Order> known) {
    List<Order.Step> steps = new ArrayList<>();
    Order order =
        Order.rebuild(
            placed.orderId(),
            placed.userId(),
            linesOf(placed),
            placed.paymentMethod(),
            event.at().truncatedTo(ChronoUnit.MICROS),
            OrderProgress.now(),
            steps);
    orders.add(order);
    steps.forEach(step -> progress.begin(order, step, placed.requestHash()));
    known.put(order.id(), order);
    return true;
  }

  private static OrderLines linesOf(OrderPlaced placed) {
    return new OrderLines(
        placed.lines().stream()
            .map(
                line ->
                    new OrderLine(
                        line.sku(),
                        line.name(),
                        line.quantity(),
                        new Money(line.amount(), placed.currency())))
            .toList());
  }

  private boolean takes(Order order, SagaSignal signal) {
    try {
      progress.apply(order, signal);
      return true;
    } catch (SignalRefused notYet) {
      return false;
    }
  }

  private static SagaSignal signalOf(Message told) {
    if (told instanceof OrderCancelled) {
      return new SagaSignal.CancellationRequested();
    }
    if (told instanceof OrderShipped) {
      return new SagaSignal.Shipped();
    }
    if (told instanceof OrderDelivered) {
      return new SagaSignal.Delivered();
    }
    if (told instanceof OrderReturned) {
      return new SagaSignal.Returned();
    }
    throw new IllegalArgumentException("nothing is done for " + told.type());
  }
}
