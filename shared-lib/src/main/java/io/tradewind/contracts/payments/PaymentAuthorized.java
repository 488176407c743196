package io.tradewind.contracts.payments;

import java.util.UUID;

/**
 * The total is authorised.
 *
 * @param amount minor units
 */
public record PaymentAuthorized(UUID orderId, UUID commandId, long amount, String currency)
    implements PaymentEvent {}
