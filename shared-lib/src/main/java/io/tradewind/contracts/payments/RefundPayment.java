package io.tradewind.contracts.payments;

import java.util.UUID;

/**
 * Refund what was captured.
 *
 * @param amount minor units
 */
public record RefundPayment(UUID orderId, long amount, String currency) implements PaymentCommand {}
