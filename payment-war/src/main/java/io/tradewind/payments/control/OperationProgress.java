package io.tradewind.payments.control;

import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;

import io.tradewind.payments.entity.Payment;
import io.tradewind.payments.entity.PaymentBalance;
import io.tradewind.payments.entity.PaymentOperation;
import io.tradewind.payments.entity.ProviderAnswer;
import io.tradewind.payments.entity.ProviderRequest;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The two transactions around a call: what to ask next, and what was heard. */
@ApplicationScoped
public class OperationProgress {

  /** A finished call. */
  public record Heard(ProviderRequest asked, ProviderAnswer answer) {}

  private final Payments payments;
  private final PaymentAnswers answers;
  private final PaymentMetrics metrics;
  private final DatabaseClock clock;
  private final Duration lease;

  protected OperationProgress() {
    this(null, null, null, null, null);
  }

  @Inject
  OperationProgress(
      Payments payments,
      PaymentAnswers answers,
      PaymentMetrics metrics,
      DatabaseClock clock,
      @ConfigProperty(name = "tradewind.payments.lease") Duration lease) {
    this.payments = payments;
    this.answers = answers;
    this.metrics = metrics;
    this.clock = clock;
    this.lease = lease;
  }

  /**
   * Starts the only open operation of a payment, with a lease when the provider has to be asked.
   */
  Optional<ProviderRequest> begin(Payment payment, PaymentOperation operation, Instant now) {
    Optional<ProviderRequest> request = next(payment, List.of(operation), now);
    payments.append(payment);
    return request;
  }

  /** Takes a lease on payments with due work and says what to ask the provider for each. */
  public List<ProviderRequest> claim(int atMost) {
    Instant now = clock.now();
    return claim(payments.lockDue(now, atMost), now);
  }

  /** The same for one payment alone. */
  public Optional<ProviderRequest> claim(UUID order) {
    Instant now = clock.now();
    return claim(payments.lockDue(order, now), now).stream().findFirst();
  }

  private List<ProviderRequest> claim(Map<UUID, Payment> due, Instant now) {
    if (due.isEmpty()) {
      return List.of();
    }
    Map<UUID, List<PaymentOperation>> open = payments.open(due.keySet());
    List<ProviderRequest> requests = new ArrayList<>();
    for (Payment payment : due.values()) {
      List<PaymentOperation> waiting = open.getOrDefault(payment.orderId(), List.of());
      next(payment, waiting, now).ifPresent(requests::add);
      payments.append(payment);
    }
    return requests;
  }

  /** Payments with due work, those that have waited longest first. */
  public List<UUID> due(int atMost) {
    return payments.due(clock.now(), atMost);
  }

  /** Neither read nor decided: others go on, and a person sees it among the open operations. */
  public void postpone(UUID order, String why) {
    payments.postpone(order, why);
  }

  /** Goes through the order's open operations until one needs the provider. */
  private Optional<ProviderRequest> next(
      Payment payment, List<PaymentOperation> waiting, Instant now) {
    for (int i = 0; i < waiting.size(); i++) {
      PaymentOperation operation = waiting.get(i);
      boolean undoWaits =
          waiting.subList(i + 1, waiting.size()).stream().anyMatch(later -> later.kind().undoes());
      Optional<ProviderRequest> request = payment.decide(operation, undoWaits, lease, now);
      if (request.isPresent()) {
        return request;
      }
      answer(payment, operation);
    }
    payment.rests();
    return Optional.empty();
  }

  /**
   * Writes down what was heard, answers what has ended, and lets go of the leases.
   *
   * @return whether some of these payments have more work that is due
   */
  public boolean settle(List<Heard> finished) {
    Instant now = clock.now();
    Map<UUID, Payment> locked =
        payments.lock(finished.stream().map(heard -> heard.asked().orderId()).collect(toSet()));
    Map<UUID, List<PaymentOperation>> open = payments.open(locked.keySet());
    boolean more = false;
    for (Heard heard : finished) {
      Payment payment = locked.get(heard.asked().orderId());
      if (payment == null) {
        // The database was restored to a time before it was asked for: its command comes again.
        continue;
      }
      Map<UUID, PaymentOperation> waiting =
          open.getOrDefault(payment.orderId(), List.of()).stream()
              .collect(toMap(PaymentOperation::commandId, operation -> operation));
      PaymentOperation operation = waiting.remove(heard.asked().commandId());
      if (operation == null || !payment.record(operation, heard.asked(), heard.answer(), now)) {
        continue;
      }
      payments.append(payment);
      if (operation.isAnswered()) {
        answer(payment, operation);
        if (waiting.isEmpty()) {
          payment.rests();
        }
      }
      more |= payment.dueAt() != null && !payment.dueAt().isAfter(now);
    }
    return more;
  }

  /**
   * Takes the word of a person for what the provider refuses, and answers the saga with it.
   *
   * @param theirs where the payment stands at the provider
   * @param elsewhere whether people say that the provider need not know of it
   * @return what has ended, or nothing when the provider refuses nothing of this order just now
   */
  public Optional<PaymentOperation> settleByHand(
      UUID orderId, PaymentBalance theirs, boolean elsewhere) {
    Payment payment = payments.lock(Set.of(orderId)).get(orderId);
    Optional<PaymentOperation> refused =
        payments.open(Set.of(orderId)).getOrDefault(orderId, List.of()).stream()
            .filter(PaymentOperation::isRefused)
            .findFirst();
    refused.ifPresent(
        operation -> {
          payment.settleByHand(operation, theirs, elsewhere, clock.now());
          payments.append(payment);
          answer(payment, operation);
        });
    return refused;
  }

  private void answer(Payment payment, PaymentOperation operation) {
    answers.give(operation, payment.currency());
    metrics.ended(operation.kind(), operation.outcome());
  }
}
