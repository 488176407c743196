package io.tradewind.orders.control;

import io.tradewind.orders.entity.Order;
import io.tradewind.orders.entity.OrderFact;
import io.tradewind.orders.entity.OrderStatus;
import io.tradewind.orders.entity.SagaCommand;
import io.tradewind.orders.entity.SentCommand;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.UUID;
import org.eclipse.microprofile.metrics.MetricRegistry;
import org.eclipse.microprofile.metrics.Tag;

/** Counts sagas by outcome and measures their steps, as they happen. */
@ApplicationScoped
public class SagaMeters {

  static final String SAGAS = "tradewind_sagas_total";
  static final String SAGA_DURATION = "tradewind_saga_duration";
  static final String STEP_DURATION = "tradewind_saga_step_duration";
  static final String COMMANDS_AGAIN = "tradewind_saga_commands_sent_again_total";

  private final MetricRegistry registry;

  /** For the proxy alone. */
  SagaMeters() {
    this(null);
  }

  @Inject
  SagaMeters(MetricRegistry registry) {
    this.registry = registry;
  }

  /** Every meter from the start, so that a dashboard shows a zero and not a gap. */
  public void register() {
    for (SagaCommand command : SagaCommand.values()) {
      registry.timer(STEP_DURATION, step(command));
      registry.counter(COMMANDS_AGAIN, step(command));
    }
    Arrays.stream(OrderStatus.values())
        .filter(OrderStatus::settled)
        .forEach(
            status -> {
              registry.counter(SAGAS, outcome(status));
              registry.timer(SAGA_DURATION, outcome(status));
            });
  }

  /** From the first sending of a command to its answer. */
  void answered(Order order, UUID commandId, Instant at) {
    for (SentCommand sent : order.commands()) {
      if (sent.commandId().equals(commandId)) {
        registry.timer(STEP_DURATION, step(sent.kind())).update(elapsed(sent.sentAt(), at));
      }
    }
  }

  /** A saga has come to where nothing more happens by itself. */
  void reached(Order order, OrderFact fact) {
    if (fact.status().settled()) {
      Tag outcome = outcome(fact.status());
      registry.counter(SAGAS, outcome).inc();
      registry.timer(SAGA_DURATION, outcome).update(elapsed(order.placedAt(), fact.at()));
    }
  }

  void sentAgain(SentCommand command) {
    registry.counter(COMMANDS_AGAIN, step(command.kind())).inc();
  }

  private static Tag step(SagaCommand command) {
    return new Tag("step", command.name());
  }

  private static Tag outcome(OrderStatus status) {
    return new Tag("outcome", status.name());
  }

  /** Another replica's clock may be ahead of ours. */
  private static Duration elapsed(Instant from, Instant to) {
    Duration elapsed = Duration.between(from, to);
    return elapsed.isNegative() ? Duration.ZERO : elapsed;
  }
}
