package io.tradewind.orders.entity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tradewind.orders.entity.SagaSignal.Answer;
import io.tradewind.values.Ids;
import io.tradewind.values.Money;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Sends signals to one order, as its participants and its customer would. */
final class SagaDialogue {

  static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  private final Order order;
  private final List<OrderFact> history = new ArrayList<>();
  private List<SagaCommand> lastAsked;

  private SagaDialogue(Order order, List<Order.Step> steps) {
    this.order = order;
    remember(steps);
  }

  static SagaDialogue aPlacedOrder() {
    OrderLine tea = new OrderLine("TEA-001", "Earl Grey", 2, new Money(1299, "EUR"));
    List<Order.Step> steps = new ArrayList<>();
    Order order =
        Order.place(
            Ids.next(), Ids.next(), new OrderLines(List.of(tea, tea)), "pm_ok", NOON, steps);
    return new SagaDialogue(order, steps);
  }

  SagaDialogue hears(SagaSignal signal) {
    if (signal instanceof Answer answer) {
      remember(order.receive(idOf(answer.answers()), answer, NOON));
    } else {
      remember(order.apply(signal, NOON));
    }
    return this;
  }

  /** As an earlier version did; now no row sends it. */
  SagaDialogue hasAsked(SagaCommand command) {
    List<SentCommand> sent = new ArrayList<>(order.commands());
    sent.add(new SentCommand(order.id(), command, NOON));
    order.loadCommands(sent);
    return this;
  }

  SagaDialogue asks(SagaCommand... commands) {
    assertThat(lastAsked).containsExactly(commands);
    return this;
  }

  SagaDialogue asksNothing() {
    return asks();
  }

  SagaDialogue refuses(SagaSignal signal) {
    OrderStatus before = order.status();
    assertThatThrownBy(() -> hears(signal)).isInstanceOf(SignalRefused.class);
    assertThat(order.status()).isEqualTo(before);
    return this;
  }

  SagaDialogue isIn(OrderStatus status) {
    assertThat(order.status()).isEqualTo(status);
    return this;
  }

  SagaDialogue endsAs(OrderStatus status) {
    assertThat(order.awaiting()).isEmpty();
    return isIn(status);
  }

  SagaDialogue because(String reason) {
    assertThat(order.reason()).isEqualTo(reason);
    return this;
  }

  Order order() {
    return order;
  }

  List<OrderFact> history() {
    return history;
  }

  private UUID idOf(SagaCommand kind) {
    return order.commands().stream()
        .filter(command -> command.kind() == kind)
        .map(SentCommand::commandId)
        .findFirst()
        .orElseGet(Ids::next);
  }

  private void remember(List<Order.Step> steps) {
    lastAsked =
        steps.stream().flatMap(step -> step.send().stream()).map(SentCommand::kind).toList();
    steps.forEach(step -> history.add(step.fact()));
  }
}
