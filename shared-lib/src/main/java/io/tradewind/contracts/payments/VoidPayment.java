package io.tradewind.contracts.payments;

import java.util.UUID;

/** Undo the payment whatever its state: void, refund, or make sure that it never happens. */
public record VoidPayment(UUID orderId) implements PaymentCommand {}
