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
import java.util.concurrent.CompletableFuture;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The two transactions around a call: the next request, and the result. */
@ApplicationScoped
public class OperationProgress {

  /** A finished call. */
  public record CompletedCall(ProviderRequest asked, ProviderAnswer answer) {}

  /**
   * A call that was begun before its command is stored.
   *
   * @param answer completes when the call has finished; cancelled when it was not made
   */
  public record EarlyCall(ProviderRequest asked, CompletableFuture<CompletedCall> answer) {

    /** The answer, if there is one already. */
    Optional<CompletedCall> answered() {
      return answer.isDone() && !answer.isCompletedExceptionally()
          ? Optional.of(answer.join())
          : Optional.empty();
    }
  }

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
   * Starts the only open operation of a payment, with a lease when the provider has to be called.
   */
  Optional<ProviderRequest> begin(Payment payment, PaymentOperation operation, Instant now) {
    Optional<ProviderRequest> request = next(payment, List.of(operation), now);
    payments.append(payment);
    return request;
  }

  /** Applies the answer to the only open operation of a payment, which was just begun. */
  void finish(Payment payment, PaymentOperation operation, CompletedCall call, Instant now) {
    if (payment.record(operation, call.asked(), call.answer(), now)) {
      payments.append(payment);
      if (operation.isAnswered()) {
        answer(payment, operation);
        payment.rests();
      }
    }
  }

  /** Leases payments with due work and returns the request to the provider for each. */
  public List<ProviderRequest> claim(int atMost) {
    Instant now = clock.now();
    return claim(payments.lockDue(now, atMost), now);
  }

  /** The same for a single payment. */
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

  /**
   * Postpones a payment that cannot be read or decided: others continue, and operators see it among
   * the open operations.
   */
  public void postpone(UUID order, String why) {
    payments.postpone(order, why);
  }

  /** Processes the order's open operations until one needs the provider. */
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
   * Stores the results, adds the answers of ended operations and releases the leases.
   *
   * @return whether some of these payments have more due work
   */
  public boolean settle(List<CompletedCall> finished) {
    Instant now = clock.now();
    Map<UUID, Payment> locked =
        payments.lock(finished.stream().map(heard -> heard.asked().orderId()).collect(toSet()));
    Map<UUID, List<PaymentOperation>> open = payments.open(locked.keySet());
    boolean more = false;
    for (CompletedCall heard : finished) {
      Payment payment = locked.get(heard.asked().orderId());
      if (payment == null) {
        // The database was restored to a time before the command, which is sent again.
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
   * Settles by hand what the provider refuses, and answers the saga.
   *
   * @param theirs the payment's balance at the provider
   * @param elsewhere whether it was settled outside of the provider
   * @return the ended operation, or empty when the provider refuses none of this order now
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
