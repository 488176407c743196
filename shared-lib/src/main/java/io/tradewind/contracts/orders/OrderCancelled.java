package io.tradewind.contracts.orders;

import java.util.UUID;

/**
 * The order was cancelled; nothing is owed or reserved.
 *
 * @param reason a stable word: {@code cancelled} or {@code step-overdue}; never user input
 */
public record OrderCancelled(UUID orderId, UUID userId, String reason) implements OrderEvent {}
