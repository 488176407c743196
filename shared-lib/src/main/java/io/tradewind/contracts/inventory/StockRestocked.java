package io.tradewind.contracts.inventory;

import java.util.UUID;

/** The units are on hand again. */
public record StockRestocked(UUID orderId, UUID commandId) implements InventoryEvent {}
