package io.tradewind.contracts.payments;

import java.util.UUID;

/**
 * The money was captured.
 *
 * @param amount minor units
 */
public record PaymentCaptured(UUID orderId, UUID commandId, long amount, String currency)
    implements PaymentEvent {}
