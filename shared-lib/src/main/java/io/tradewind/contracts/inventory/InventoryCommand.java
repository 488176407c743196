package io.tradewind.contracts.inventory;

import io.tradewind.contracts.Message;
import java.util.UUID;

/** A command to inventory-war, on topic {@code inventory-commands}, keyed by order id. */
public sealed interface InventoryCommand extends Message
    permits ReserveStock, ReleaseStock, CommitStock, ShipStock, Restock {

  UUID orderId();

  @Override
  default String key() {
    return orderId().toString();
  }
}
