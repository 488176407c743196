package io.tradewind.contracts.inventory;

import java.util.UUID;

/**
 * Keep the reservation until it is shipped; it no longer expires. Only earlier versions send it:
 * now inventory hears {@code OrderConfirmed}.
 */
public record CommitStock(UUID orderId) implements InventoryCommand {}
