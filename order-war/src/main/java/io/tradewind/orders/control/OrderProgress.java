package io.tradewind.orders.control;

import io.tradewind.contracts.Message;
import io.tradewind.messaging.Outbox;
import io.tradewind.orders.entity.Order;
import io.tradewind.orders.entity.OrderFact;
import io.tradewind.orders.entity.SagaCommand;
import io.tradewind.orders.entity.SagaSignal;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Applies signals to orders and, in the caller's transaction, appends to the history and adds
 * commands and events to the outbox. The caller has locked the order.
 */
@ApplicationScoped
public class OrderProgress {

  @Inject Orders orders;
  @Inject Outbox outbox;
  @Inject SagaMetrics metrics;

  /** A participant has answered a command; a repeated answer changes nothing. */
  public void receive(Order order, UUID commandId, SagaSignal.Answer answer) {
    Instant now = now();
    List<Order.Step> steps = order.receive(commandId, answer, now);
    if (!steps.isEmpty()) {
      metrics.answered(order, commandId, now);
    }
    steps.forEach(step -> keep(order, step));
  }

  /** A signal from a person or a timer. */
  public void apply(Order order, SagaSignal signal) {
    order.apply(signal, now()).forEach(step -> keep(order, step));
  }

  /**
   * The same with a person's own words, which stay out of history and messages.
   *
   * @param note 1 to 200 characters, or null
   */
  public void apply(Order order, SagaSignal signal, String note) {
    for (Order.Step step : order.apply(signal, now())) {
      keep(order, step);
      if (note != null) {
        orders.note(order, step.fact(), note);
      }
    }
  }

  /** An operator declares a step done that a participant could not do. */
  public void resolve(Order order, SagaCommand step) {
    order.resolve(step, now()).forEach(next -> keep(order, next));
  }

  /**
   * Begins a new order.
   *
   * @param requestHash identifies the request that placed it
   */
  void begin(Order order, Order.Step step, String requestHash) {
    keep(order, step, Optional.of(SagaMessages.placed(order, requestHash)));
  }

  private void keep(Order order, Order.Step step) {
    keep(order, step, SagaMessages.event(order, step.fact().status()));
  }

  private void keep(Order order, Order.Step step, Optional<Message> event) {
    orders.append(step.fact());
    step.send()
        .forEach(sent -> outbox.add(sent.commandId(), SagaMessages.command(order, sent.kind())));
    if (step.moved()) {
      OrderFact fact = step.fact();
      event.ifPresent(told -> outbox.add(SagaMessages.eventId(order, fact.status()), told));
      metrics.reached(order, fact);
    }
  }

  /** With the database's precision, so that the history is the same before and after storing. */
  static Instant now() {
    return Instant.now().truncatedTo(ChronoUnit.MICROS);
  }
}
