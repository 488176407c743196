package io.tradewind.contracts.orders;

import java.util.UUID;

/**
 * The order is paid, and its reserved stock is kept until it is shipped or released.
 *
 * @param amount the total in minor units
 */
public record OrderConfirmed(UUID orderId, UUID userId, long amount, String currency)
    implements OrderEvent {}
