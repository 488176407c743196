package io.tradewind.inventory.boundary;

import io.tradewind.inventory.control.SeedProducts;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;

/** Fills an empty catalogue in one transaction: all ten products or none. */
@ApplicationScoped
public class CatalogueSeeding {

  @Inject SeedProducts products;

  @Transactional
  public void fillEmptyCatalogue() {
    products.fillEmptyCatalogue();
  }
}
