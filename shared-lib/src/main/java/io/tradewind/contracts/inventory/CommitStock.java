package io.tradewind.contracts.inventory;

import java.util.UUID;

/** Keep the reservation until it is shipped; it no longer expires. */
public record CommitStock(UUID orderId) implements InventoryCommand {}
