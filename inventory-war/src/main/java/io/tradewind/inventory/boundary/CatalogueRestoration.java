package io.tradewind.inventory.boundary;

import io.tradewind.contracts.inventory.ProductChanged;
import io.tradewind.inventory.control.PublishedProducts;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.util.Collection;

/** Gives a restored database back what it has told of its products. */
@ApplicationScoped
public class CatalogueRestoration {

  @Inject PublishedProducts products;

  /**
   * @return how many of these the database knew in an older version or not at all
   */
  @Transactional
  public int takeBack(Collection<ProductChanged> told) {
    return products.takeBack(told);
  }
}
