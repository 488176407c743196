package io.tradewind.contracts.inventory;

import java.util.UUID;

/** Give back what the order holds, before or after it was committed. */
public record ReleaseStock(UUID orderId) implements InventoryCommand {}
