package io.tradewind.contracts.inventory;

import io.tradewind.contracts.Message;
import java.util.UUID;

/** The outcome of an inventory command, on topic {@code inventory-events}, keyed by order id. */
public sealed interface InventoryEvent extends Message
    permits StockReserved,
        StockRejected,
        StockReleased,
        StockCommitted,
        StockShipped,
        StockRestocked {

  UUID orderId();

  /** The command that this answers. */
  UUID commandId();

  @Override
  default String key() {
    return orderId().toString();
  }
}
