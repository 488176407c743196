package io.tradewind.contracts.payments;

import java.util.UUID;

/**
 * Capture what was authorised.
 *
 * @param amount minor units
 */
public record CapturePayment(UUID orderId, long amount, String currency)
    implements PaymentCommand {}
