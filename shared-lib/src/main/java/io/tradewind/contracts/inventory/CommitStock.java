package io.tradewind.contracts.inventory;

import java.util.UUID;

/** Keep the reservation until it is shipped: its deadline no longer applies. */
public record CommitStock(UUID orderId) implements InventoryCommand {}
