package io.tradewind.contracts.inventory;

import java.util.UUID;

/** The shipped units are back on the shelf. */
public record Restock(UUID orderId) implements InventoryCommand {}
