package io.tradewind.contracts.inventory;

import java.util.UUID;

/** Every unit of the order is held. */
public record StockReserved(UUID orderId, UUID commandId) implements InventoryEvent {}
