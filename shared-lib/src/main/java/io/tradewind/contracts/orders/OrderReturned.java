package io.tradewind.contracts.orders;

import java.util.UUID;

/** The parcel came back, its stock and money were restored. */
public record OrderReturned(UUID orderId, UUID userId) implements OrderEvent {}
