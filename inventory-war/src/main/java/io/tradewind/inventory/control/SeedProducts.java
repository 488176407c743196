package io.tradewind.inventory.control;

import io.tradewind.values.Money;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;

/** Ten teas for an empty catalogue, added the way staff would, so that all are published. */
@ApplicationScoped
public class SeedProducts {

  private static final int FIRST_STOCK = 1000;

  private static final List<Tea> TEAS =
      List.of(
          new Tea("TEA-001", "Darjeeling First Flush, 100 g", 1290),
          new Tea("TEA-002", "Assam Tippy Golden, 250 g", 1150),
          new Tea("TEA-003", "Earl Grey with Bergamot, 250 g", 990),
          new Tea("TEA-004", "Sencha Kagoshima, 100 g", 1490),
          new Tea("TEA-005", "Gyokuro Shade Grown, 50 g", 2450),
          new Tea("TEA-006", "Jasmine Dragon Pearls, 100 g", 1890),
          new Tea("TEA-007", "Tie Guan Yin Oolong, 100 g", 1690),
          new Tea("TEA-008", "Aged Pu-erh Cake, 357 g", 3900),
          new Tea("TEA-009", "Rooibos Vanilla, 250 g", 790),
          new Tea("TEA-010", "Peppermint Leaves, 100 g", 495));

  @Inject Products products;
  @Inject Catalogue catalogue;
  @Inject StockUpdates updates;

  /** Does nothing when there is any product; replicas that start together wait for each other. */
  public void fillEmptyCatalogue() {
    products.lock("first products");
    if (!products.areNone()) {
      return;
    }
    for (Tea tea : TEAS) {
      catalogue.add(tea.sku(), tea.name(), new Money(tea.cents(), "EUR"));
      products.write();
      updates.adjust(tea.sku(), FIRST_STOCK, "first stock", null);
    }
  }

  private record Tea(String sku, String name, long cents) {}
}
