package io.tradewind.payments.control;

import io.tradewind.payments.entity.OperationKind;
import io.tradewind.payments.entity.Outcome;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.microprofile.metrics.Counter;
import org.eclipse.microprofile.metrics.Metadata;
import org.eclipse.microprofile.metrics.MetricRegistry;
import org.eclipse.microprofile.metrics.MetricUnits;
import org.eclipse.microprofile.metrics.Tag;
import org.eclipse.microprofile.metrics.Timer;

/**
 * What payments count. A meter is looked up once: the registry's own look-up costs more than the
 * counting.
 */
@ApplicationScoped
public class PaymentMeters {

  private static final Metadata OPERATIONS =
      Metadata.builder()
          .withName("tradewind_payment_operations_total")
          .withDescription("Payment operations that have ended, by kind and outcome")
          .withUnit(MetricUnits.NONE)
          .build();
  private static final Metadata CALLS =
      Metadata.builder()
          .withName("tradewind_payment_provider_call")
          .withDescription("Time that the provider took, retries included, by action and answer")
          .withUnit(MetricUnits.SECONDS)
          .build();

  private final Map<String, Counter> counters = new ConcurrentHashMap<>();
  private final Map<String, Timer> timers = new ConcurrentHashMap<>();
  private final MetricRegistry registry;

  protected PaymentMeters() {
    this(null);
  }

  @Inject
  PaymentMeters(MetricRegistry registry) {
    this.registry = registry;
  }

  void ended(OperationKind kind, Outcome outcome) {
    counters
        .computeIfAbsent(
            kind + " " + outcome,
            first ->
                registry.counter(
                    OPERATIONS, new Tag("kind", kind.name()), new Tag("outcome", outcome.name())))
        .inc();
  }

  void called(OperationKind action, String answer, Duration took) {
    timers
        .computeIfAbsent(
            action + " " + answer,
            first ->
                registry.timer(CALLS, new Tag("action", action.name()), new Tag("answer", answer)))
        .update(took);
  }
}
