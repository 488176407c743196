package io.tradewind.inventory.boundary;

import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** How many units can be had; a SKU that does not exist is left out. */
public record AvailabilityView(List<Item> items) {

  /** One product. */
  @Schema(name = "SkuAvailability")
  public record Item(String sku, long available) {}
}
