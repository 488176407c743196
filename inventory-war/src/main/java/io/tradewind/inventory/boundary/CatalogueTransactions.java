package io.tradewind.inventory.boundary;

import io.tradewind.contracts.inventory.ProductChanged;
import io.tradewind.inventory.control.PublishedProducts;
import io.tradewind.inventory.control.SeedProducts;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.util.Collection;

/** The transactions of scheduled tasks that fill the catalogue. */
@ApplicationScoped
public class CatalogueTransactions {

  @Inject SeedProducts seed;
  @Inject PublishedProducts published;

  /** All ten products or none. */
  @Transactional
  public void fillEmptyCatalogue() {
    seed.fillEmptyCatalogue();
  }

  /**
   * Restores products of a restored database from the service's own events.
   *
   * @return how many of these were unknown to the database or known in an older version
   */
  @Transactional
  public int restore(Collection<ProductChanged> events) {
    return published.restore(events);
  }
}
