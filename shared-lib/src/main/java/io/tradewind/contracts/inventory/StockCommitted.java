package io.tradewind.contracts.inventory;

import java.util.UUID;

/** The reservation stays until it is shipped or released. */
public record StockCommitted(UUID orderId, UUID commandId) implements InventoryEvent {}
