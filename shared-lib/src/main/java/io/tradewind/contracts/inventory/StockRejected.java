package io.tradewind.contracts.inventory;

import java.util.UUID;

/**
 * Nothing was reserved.
 *
 * @param reason a stable word, such as {@code insufficient-stock}
 * @param sku the first product that was short, or null
 */
public record StockRejected(UUID orderId, UUID commandId, String reason, String sku)
    implements InventoryEvent {}
