package io.tradewind.contracts.orders;

import java.util.UUID;

/**
 * The order was called off; nothing is owed or held.
 *
 * @param reason a stable word: {@code cancelled} or {@code step-overdue}; never what somebody typed
 */
public record OrderCancelled(UUID orderId, UUID userId, String reason) implements OrderEvent {}
