package io.tradewind.contracts.inventory;

import java.util.UUID;

/** The units are no longer on hand. */
public record StockShipped(UUID orderId, UUID commandId) implements InventoryEvent {}
