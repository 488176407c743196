package io.tradewind.contracts.payments;

import java.util.UUID;

/** Undo the payment in any state: void it, refund it, or make sure that it never happens. */
public record VoidPayment(UUID orderId) implements PaymentCommand {}
