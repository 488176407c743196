package io.tradewind.contracts.inventory;

import java.util.List;
import java.util.UUID;

/** Reserve all of these units or none. */
public record ReserveStock(UUID orderId, List<StockLine> lines) implements InventoryCommand {

  public ReserveStock {
    lines = List.copyOf(lines);
  }
}
