package io.tradewind.contracts.orders;

import java.util.UUID;

/**
 * A customer's order was accepted and its saga has begun.
 *
 * @param amount the total in minor units
 */
public record OrderPlaced(UUID orderId, UUID userId, long amount, String currency)
    implements OrderEvent {}
