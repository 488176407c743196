package io.tradewind.contracts.payments;

import java.util.UUID;

/**
 * The money was refunded.
 *
 * @param amount minor units
 */
public record PaymentRefunded(UUID orderId, UUID commandId, long amount, String currency)
    implements PaymentEvent {}
