package io.tradewind.contracts.payments;

import io.tradewind.contracts.Message;
import java.util.UUID;

/** The outcome of a payment command, on topic {@code payment-events}, keyed by order id. */
public sealed interface PaymentEvent extends Message
    permits PaymentAuthorized,
        PaymentDeclined,
        PaymentCaptured,
        CaptureFailed,
        PaymentVoided,
        PaymentRefunded {

  UUID orderId();

  /** The command that this answers. */
  UUID commandId();

  @Override
  default String key() {
    return orderId().toString();
  }
}
