package io.tradewind.payments.control;

import io.tradewind.contracts.payments.CaptureFailed;
import io.tradewind.contracts.payments.PaymentAuthorized;
import io.tradewind.contracts.payments.PaymentCaptured;
import io.tradewind.contracts.payments.PaymentDeclined;
import io.tradewind.contracts.payments.PaymentEvent;
import io.tradewind.contracts.payments.PaymentRefunded;
import io.tradewind.contracts.payments.PaymentVoided;
import io.tradewind.messaging.Outbox;
import io.tradewind.messaging.TraceContext;
import io.tradewind.payments.entity.PaymentOperation;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.UUID;

/** The answer of an ended operation to the saga; always the same. */
@ApplicationScoped
public class PaymentAnswers {

  private final Outbox outbox;

  protected PaymentAnswers() {
    this(null);
  }

  @Inject
  PaymentAnswers(Outbox outbox) {
    this.outbox = outbox;
  }

  /**
   * @param currency of the payment
   */
  void give(PaymentOperation operation, String currency) {
    TraceContext.within(
        operation.traceparent(),
        () -> outbox.answer(operation.commandId(), answerOf(operation, currency)));
  }

  static PaymentEvent answerOf(PaymentOperation operation, String currency) {
    UUID order = operation.orderId();
    UUID command = operation.commandId();
    long moved = operation.moved();
    return switch (operation.outcome()) {
      case AUTHORIZED -> new PaymentAuthorized(order, command, moved, currency);
      case DECLINED -> new PaymentDeclined(order, command, operation.reason());
      case CAPTURED -> new PaymentCaptured(order, command, moved, currency);
      case CAPTURE_FAILED -> new CaptureFailed(order, command, operation.reason());
      case VOIDED -> new PaymentVoided(order, command);
      case REFUNDED -> new PaymentRefunded(order, command, moved, currency);
    };
  }
}
