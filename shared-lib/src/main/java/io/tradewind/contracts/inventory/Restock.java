package io.tradewind.contracts.inventory;

import java.util.UUID;

/** The shipped units are in stock again. */
public record Restock(UUID orderId) implements InventoryCommand {}
