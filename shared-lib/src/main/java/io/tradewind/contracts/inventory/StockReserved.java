package io.tradewind.contracts.inventory;

import java.util.UUID;

/** Every unit of the order is reserved. */
public record StockReserved(UUID orderId, UUID commandId) implements InventoryEvent {}
