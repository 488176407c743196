package io.tradewind.contracts.orders;

import java.util.UUID;

/** The parcel arrived. */
public record OrderDelivered(UUID orderId, UUID userId) implements OrderEvent {}
