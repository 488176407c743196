package io.tradewind.payments.control;

import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;

import io.tradewind.contracts.payments.AuthorizePayment;
import io.tradewind.contracts.payments.CapturePayment;
import io.tradewind.contracts.payments.PaymentCommand;
import io.tradewind.contracts.payments.RefundPayment;
import io.tradewind.messaging.Batch;
import io.tradewind.messaging.Envelope;
import io.tradewind.payments.entity.OperationKind;
import io.tradewind.payments.entity.Payment;
import io.tradewind.payments.entity.PaymentOperation;
import io.tradewind.payments.entity.PaymentOperation.Wanted;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;

/** Commands are only written down here; nobody waits for the provider while a batch is open. */
@ApplicationScoped
public class PaymentIntake {

  private final Payments payments;
  private final PaymentAnswers answers;

  protected PaymentIntake() {
    this(null, null);
  }

  @Inject
  PaymentIntake(Payments payments, PaymentAnswers answers) {
    this.payments = payments;
    this.answers = answers;
  }

  /**
   * Keeps what is new, answers again what has been answered, and leaves alone what is being worked
   * on.
   *
   * @return whether there is new work
   */
  public boolean record(Batch<PaymentCommand> batch) {
    List<Envelope<PaymentCommand>> messages = batch.messages();
    Map<UUID, Payment> locked = payments.lock(idsOf(messages, message -> message.data().orderId()));
    Map<UUID, PaymentOperation> known =
        payments.operations(idsOf(messages, Envelope::id)).stream()
            .collect(toMap(PaymentOperation::commandId, operation -> operation));
    int knownBefore = known.size();
    Instant now = Instant.now();
    batch.each(
        message -> {
          PaymentOperation before = known.get(message.id());
          if (before == null) {
            known.put(message.id(), keep(message, locked, now));
          } else if (before.isAnswered()) {
            answers.give(before, locked.get(before.orderId()).currency());
          }
        });
    return known.size() > knownBefore;
  }

  private static Set<UUID> idsOf(
      List<Envelope<PaymentCommand>> messages, Function<Envelope<PaymentCommand>, UUID> id) {
    return messages.stream().map(id).collect(toSet());
  }

  private PaymentOperation keep(
      Envelope<PaymentCommand> message, Map<UUID, Payment> locked, Instant now) {
    PaymentCommand command = message.data();
    Payment payment = locked.computeIfAbsent(command.orderId(), this::begin);
    if (command instanceof AuthorizePayment authorize) {
      payment.belongsTo(authorize.userId());
    }
    PaymentOperation operation =
        payment.take(wanted(message.id(), command, TraceParent.current()), now);
    payments.add(operation);
    return operation;
  }

  private Payment begin(UUID orderId) {
    Payment payment = new Payment(orderId);
    payments.add(payment);
    return payment;
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
