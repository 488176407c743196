package io.tradewind.contracts.payments;

import io.tradewind.contracts.Message;
import java.util.UUID;

/** A command to payment-war, on topic {@code payment-commands}, keyed by order id. */
public sealed interface PaymentCommand extends Message
    permits AuthorizePayment, CapturePayment, VoidPayment, RefundPayment {

  UUID orderId();

  @Override
  default String key() {
    return orderId().toString();
  }
}
