package io.tradewind.contracts.inventory;

import java.util.UUID;

/** Release the order's reservation, before or after it was committed. */
public record ReleaseStock(UUID orderId) implements InventoryCommand {}
