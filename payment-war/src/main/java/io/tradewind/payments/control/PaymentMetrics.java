package io.tradewind.payments.control;

import io.tradewind.payments.entity.OperationKind;
import io.tradewind.payments.entity.Outcome;
import io.tradewind.payments.entity.ProviderAnswer;
import io.tradewind.payments.entity.ProviderAnswer.AlreadyCaptured;
import io.tradewind.payments.entity.ProviderAnswer.Done;
import io.tradewind.payments.entity.ProviderAnswer.NotAsked;
import io.tradewind.payments.entity.ProviderAnswer.Refused;
import io.tradewind.payments.entity.ProviderAnswer.Unknown;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.microprofile.metrics.Counter;
import org.eclipse.microprofile.metrics.Metadata;
import org.eclipse.microprofile.metrics.MetricRegistry;
import org.eclipse.microprofile.metrics.MetricUnits;
import org.eclipse.microprofile.metrics.Tag;
import org.eclipse.microprofile.metrics.Timer;

/**
 * The metrics of payments. Each meter is looked up once: the registry's look-up costs more than
 * counting.
 */
@ApplicationScoped
public class PaymentMetrics {

  private static final Metadata OPERATIONS =
      Metadata.builder()
          .withName("tradewind_payment_operations_total")
          .withDescription("payment operations that have ended")
          .withUnit(MetricUnits.NONE)
          .build();
  private static final Metadata CALLS =
      Metadata.builder()
          .withName("tradewind_payment_provider_call")
          .withDescription("time the provider took, retries included")
          .withUnit(MetricUnits.SECONDS)
          .build();

  private static final List<Class<? extends ProviderAnswer>> ANSWERS =
      List.of(Done.class, Refused.class, AlreadyCaptured.class, Unknown.class, NotAsked.class);

  private final Map<OperationKind, Map<Outcome, Counter>> counters = new ConcurrentHashMap<>();
  private final Map<OperationKind, Map<Class<?>, Timer>> timers = new ConcurrentHashMap<>();
  private final MetricRegistry registry;

  protected PaymentMetrics() {
    this(null);
  }

  @Inject
  PaymentMetrics(MetricRegistry registry) {
    this.registry = registry;
  }

  /** Registers all meters at zero from the start. */
  public void register() {
    for (OperationKind kind : OperationKind.values()) {
      outcomesOf(kind).forEach(outcome -> counter(kind, outcome));
      ANSWERS.forEach(answer -> timer(kind, answer));
    }
  }

  private static List<Outcome> outcomesOf(OperationKind kind) {
    return switch (kind) {
      case AUTHORIZE -> List.of(Outcome.AUTHORIZED, Outcome.DECLINED);
      case CAPTURE -> List.of(Outcome.CAPTURED, Outcome.CAPTURE_FAILED);
      case VOID -> List.of(Outcome.VOIDED);
      case REFUND -> List.of(Outcome.REFUNDED);
    };
  }

  void ended(OperationKind kind, Outcome outcome) {
    counter(kind, outcome).inc();
  }

  void called(OperationKind action, ProviderAnswer answer, Duration took) {
    timer(action, answer.getClass()).update(took);
  }

  private Counter counter(OperationKind kind, Outcome outcome) {
    return counters
        .computeIfAbsent(kind, first -> new ConcurrentHashMap<>())
        .computeIfAbsent(
            outcome,
            first ->
                registry.counter(
                    OPERATIONS, new Tag("kind", kind.name()), new Tag("outcome", outcome.name())));
  }

  private Timer timer(OperationKind action, Class<? extends ProviderAnswer> answer) {
    return timers
        .computeIfAbsent(action, first -> new ConcurrentHashMap<>())
        .computeIfAbsent(
            answer,
            first ->
                registry.timer(
                    CALLS,
                    new Tag("action", action.name()),
                    new Tag("answer", answer.getSimpleName())));
  }
}
