package io.tradewind.contracts.orders;

import java.util.UUID;

/** The parcel came back; stock and money were given back. */
public record OrderReturned(UUID orderId, UUID userId) implements OrderEvent {}
