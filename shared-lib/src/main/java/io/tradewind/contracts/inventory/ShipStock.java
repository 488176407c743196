package io.tradewind.contracts.inventory;

import java.util.UUID;

/** The units left the stock. */
public record ShipStock(UUID orderId) implements InventoryCommand {}
