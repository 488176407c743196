package io.tradewind.inventory.boundary;

import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** How many units are available; unknown SKUs are missing. */
public record AvailabilityView(List<Item> items) {

  /** One product. */
  @Schema(name = "SkuAvailability")
  public record Item(String sku, long available) {}
}
