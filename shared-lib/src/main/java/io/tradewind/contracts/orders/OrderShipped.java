package io.tradewind.contracts.orders;

import java.util.UUID;

/** The parcel is on its way. */
public record OrderShipped(UUID orderId, UUID userId) implements OrderEvent {}
