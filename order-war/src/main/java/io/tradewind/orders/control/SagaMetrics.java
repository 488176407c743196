package io.tradewind.orders.control;

import io.tradewind.metrics.MetricMetadata;
import io.tradewind.orders.entity.Order;
import io.tradewind.orders.entity.OrderFact;
import io.tradewind.orders.entity.OrderStatus;
import io.tradewind.orders.entity.SagaCommand;
import io.tradewind.orders.entity.SentCommand;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.metrics.Counter;
import org.eclipse.microprofile.metrics.Metadata;
import org.eclipse.microprofile.metrics.MetricRegistry;
import org.eclipse.microprofile.metrics.Tag;
import org.eclipse.microprofile.metrics.Timer;

/** Counts sagas by outcome and measures their steps, as they happen. */
@ApplicationScoped
public class SagaMetrics {

  private static final Logger LOG = System.getLogger(SagaMetrics.class.getName());

  private static final Metadata SAGAS =
      MetricMetadata.of(
          "tradewind_sagas_total", "sagas that came to rest, by the status they came to");
  private static final Metadata SAGA_DURATION =
      MetricMetadata.of("tradewind_saga_duration", "from placed to settled");
  private static final Metadata STEP_DURATION =
      MetricMetadata.of(
          "tradewind_saga_step_duration", "from a command's first sending to its answer");
  private static final Metadata COMMANDS_AGAIN =
      MetricMetadata.of(
          "tradewind_saga_commands_sent_again_total", "commands repeated because no answer came");

  private static final Metadata TURNED_AWAY =
      MetricMetadata.of(
          "tradewind_orders_turned_away_total",
          "new orders that were refused because too many were under way");

  @Inject MetricRegistry registry;
  private Counter turnedAway;

  // Cached, because the registry searches all meters for each look-up.
  private final Map<SagaCommand, Timer> steps = new EnumMap<>(SagaCommand.class);
  private final Map<SagaCommand, Counter> repeats = new EnumMap<>(SagaCommand.class);
  private final Map<OrderStatus, Counter> outcomes = new EnumMap<>(OrderStatus.class);
  private final Map<OrderStatus, Timer> durations = new EnumMap<>(OrderStatus.class);

  /** Registers all meters at once, so that a dashboard shows a zero and not a gap. */
  @PostConstruct
  void register() {
    turnedAway = registry.counter(TURNED_AWAY);
    for (SagaCommand command : SagaCommand.values()) {
      Tag step = new Tag("step", command.name());
      steps.put(command, registry.timer(STEP_DURATION, step));
      repeats.put(command, registry.counter(COMMANDS_AGAIN, step));
    }
    Arrays.stream(OrderStatus.values())
        .filter(OrderStatus::settled)
        .forEach(
            status -> {
              Tag outcome = new Tag("outcome", status.name());
              outcomes.put(status, registry.counter(SAGAS, outcome));
              durations.put(status, registry.timer(SAGA_DURATION, outcome));
            });
  }

  /** Observing the event is enough: it creates this bean and thus the meters. */
  void start(@Observes Startup started) {
    LOG.log(Level.DEBUG, "{0} steps are measured", steps.size());
  }

  /** From the first sending of a command to its answer. */
  void answered(Order order, UUID commandId, Instant at) {
    for (SentCommand sent : order.commands()) {
      if (sent.commandId().equals(commandId)) {
        steps.get(sent.kind()).update(elapsed(sent.sentAt(), at));
      }
    }
  }

  /** A saga has reached a status in which it waits for nothing. */
  void reached(Order order, OrderFact fact) {
    if (fact.status().settled()) {
      outcomes.get(fact.status()).inc();
      durations.get(fact.status()).update(elapsed(order.placedAt(), fact.at()));
    }
  }

  /** A new order was refused by admission control. */
  public void turnedAway() {
    turnedAway.inc();
  }

  void sentAgain(SentCommand command) {
    repeats.get(command.kind()).inc();
  }

  /** Another replica's clock may be ahead of ours. */
  private static Duration elapsed(Instant from, Instant to) {
    Duration elapsed = Duration.between(from, to);
    return elapsed.isNegative() ? Duration.ZERO : elapsed;
  }
}
