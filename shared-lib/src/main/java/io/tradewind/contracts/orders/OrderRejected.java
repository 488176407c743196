package io.tradewind.contracts.orders;

import java.util.UUID;

/**
 * The order could not be paid or supplied; nothing is owed or reserved.
 *
 * @param reason a stable word, such as {@code card-declined}
 */
public record OrderRejected(UUID orderId, UUID userId, String reason) implements OrderEvent {}
