package io.tradewind.payments.control;

import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;

import io.tradewind.contracts.payments.AuthorizePayment;
import io.tradewind.contracts.payments.CapturePayment;
import io.tradewind.contracts.payments.PaymentCommand;
import io.tradewind.contracts.payments.RefundPayment;
import io.tradewind.messaging.Batch;
import io.tradewind.messaging.Envelope;
import io.tradewind.payments.control.OperationProgress.EarlyCall;
import io.tradewind.payments.entity.OperationKind;
import io.tradewind.payments.entity.Payment;
import io.tradewind.payments.entity.PaymentOperation;
import io.tradewind.payments.entity.PaymentOperation.Wanted;
import io.tradewind.payments.entity.ProviderRequest;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;

/** Stores commands, each with the provider's answer if that is known already. */
@ApplicationScoped
public class PaymentIntake {

  /**
   * Work that a batch left.
   *
   * @param requests calls to make after the commit; their payments are leased
   * @param underWay early calls whose answers are still to be settled; their payments are leased
   * @param someWait whether there is work that a worker must claim
   */
  public record IntakeResult(
      List<ProviderRequest> requests, List<EarlyCall> underWay, boolean someWait) {

    public static final IntakeResult NOTHING = new IntakeResult(List.of(), List.of(), false);
  }

  private final Payments payments;
  private final PaymentAnswers answers;
  private final OperationProgress progress;
  private final DatabaseClock clock;

  protected PaymentIntake() {
    this(null, null, null, null);
  }

  @Inject
  PaymentIntake(
      Payments payments, PaymentAnswers answers, OperationProgress progress, DatabaseClock clock) {
    this.payments = payments;
    this.answers = answers;
    this.progress = progress;
    this.clock = clock;
  }

  /**
   * Stores new commands, answers finished ones again, and leaves those in progress alone.
   *
   * @param early calls that were begun for these commands, by command id
   * @param calls how many calls to the provider can start after the commit
   */
  public IntakeResult record(Batch<PaymentCommand> batch, Map<UUID, EarlyCall> early, int calls) {
    List<Envelope<PaymentCommand>> messages = batch.messages();
    Map<UUID, Payment> locked = payments.lock(idsOf(messages, message -> message.data().orderId()));
    Map<UUID, PaymentOperation> known =
        payments.operations(idsOf(messages, Envelope::id)).stream()
            .collect(toMap(PaymentOperation::commandId, operation -> operation));
    BatchIntake intake = new BatchIntake(locked, known, early, calls, clock.now());
    batch.each(intake::take);
    return new IntakeResult(
        List.copyOf(intake.requests), List.copyOf(intake.underWay), intake.someWait);
  }

  private static Set<UUID> idsOf(
      List<Envelope<PaymentCommand>> messages, Function<Envelope<PaymentCommand>, UUID> id) {
    return messages.stream().map(id).collect(toSet());
  }

  /** The state while one batch is stored. */
  private final class BatchIntake {

    private final Map<UUID, Payment> locked;
    private final Map<UUID, PaymentOperation> known;
    private final Map<UUID, EarlyCall> early;
    private final int calls;
    private final Instant now;
    private final List<ProviderRequest> requests = new ArrayList<>();
    private final List<EarlyCall> underWay = new ArrayList<>();
    private boolean someWait;

    BatchIntake(
        Map<UUID, Payment> locked,
        Map<UUID, PaymentOperation> known,
        Map<UUID, EarlyCall> early,
        int calls,
        Instant now) {
      this.locked = locked;
      this.known = known;
      this.early = early;
      this.calls = calls;
      this.now = now;
    }

    void take(Envelope<PaymentCommand> message) {
      PaymentOperation before = known.get(message.id());
      if (before == null) {
        keep(message);
      } else if (before.isAnswered()) {
        answers.give(before, locked.get(before.orderId()).currency());
      }
    }

    private void keep(Envelope<PaymentCommand> message) {
      PaymentCommand command = message.data();
      Payment payment = locked.computeIfAbsent(command.orderId(), PaymentIntake.this::begin);
      if (command instanceof AuthorizePayment authorize) {
        payment.belongsTo(authorize.userId());
      }
      boolean first = payment.dueAt() == null;
      PaymentOperation operation = payment.accept(wanted(message), now);
      known.put(message.id(), operation);
      payments.add(operation);
      if (first && (early.containsKey(message.id()) || requests.size() < calls)) {
        begin(payment, operation);
      } else {
        // An operation behind another is started when that one ends.
        someWait |= first;
      }
    }

    /**
     * Nothing precedes it, and its call was begun or a slot is free: starts it here instead of in a
     * worker.
     */
    private void begin(Payment payment, PaymentOperation operation) {
      progress
          .begin(payment, operation, now)
          .ifPresent(
              request -> {
                EarlyCall call = early.get(operation.commandId());
                if (call != null && call.asked().equals(request)) {
                  finish(payment, operation, call);
                } else if (requests.size() < calls) {
                  requests.add(request);
                }
              });
    }

    private void finish(Payment payment, PaymentOperation operation, EarlyCall call) {
      call.answered()
          .ifPresentOrElse(
              answer -> progress.finish(payment, operation, answer, now), () -> underWay.add(call));
    }
  }

  private Payment begin(UUID orderId) {
    Payment payment = new Payment(orderId);
    payments.add(payment);
    return payment;
  }

  /**
   * The request to the provider to which a command leads if nothing unexpected came before, or
   * empty when that is uncertain.
   */
  public Optional<ProviderRequest> expectedRequest(
      UUID id, PaymentCommand command, String traceparent) {
    return Payment.expectedRequest(command.orderId(), wanted(id, command, traceparent));
  }

  private static Wanted wanted(Envelope<PaymentCommand> message) {
    return wanted(message.id(), message.data(), message.traceparent());
  }

  static Wanted wanted(UUID id, PaymentCommand command, String traceparent) {
    if (command instanceof AuthorizePayment authorize) {
      return new Wanted(
          id,
          OperationKind.AUTHORIZE,
          authorize.amount(),
          authorize.currency(),
          authorize.paymentMethod(),
          traceparent);
    }
    if (command instanceof CapturePayment capture) {
      return new Wanted(
          id, OperationKind.CAPTURE, capture.amount(), capture.currency(), null, traceparent);
    }
    if (command instanceof RefundPayment refund) {
      return new Wanted(
          id, OperationKind.REFUND, refund.amount(), refund.currency(), null, traceparent);
    }
    return new Wanted(id, OperationKind.VOID, 0, null, null, traceparent);
  }
}
