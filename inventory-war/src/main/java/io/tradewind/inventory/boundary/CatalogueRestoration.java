package io.tradewind.inventory.boundary;

import io.tradewind.contracts.inventory.ProductChanged;
import io.tradewind.inventory.control.PublishedProducts;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.util.Collection;

/** Restores the products of a restored database from the service's own events. */
@ApplicationScoped
public class CatalogueRestoration {

  @Inject PublishedProducts products;

  /**
   * @return how many of these were unknown to the database or known in an older version
   */
  @Transactional
  public int takeBack(Collection<ProductChanged> told) {
    return products.takeBack(told);
  }
}
