package io.tradewind.contracts.inventory;

import java.util.UUID;

/** The order has no reservation any more. */
public record StockReleased(UUID orderId, UUID commandId) implements InventoryEvent {}
