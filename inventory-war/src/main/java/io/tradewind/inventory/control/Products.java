package io.tradewind.inventory.control;

import io.tradewind.inventory.entity.Product;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.util.List;
import java.util.Optional;

/** All products. */
@ApplicationScoped
public class Products {

  @PersistenceContext(unitName = "inventory")
  EntityManager entities;

  public Optional<Product> find(String sku) {
    return Optional.ofNullable(entities.find(Product.class, sku));
  }

  public Optional<ProductWithStock> findWithStock(String sku) {
    return entities
        .createQuery(
            "select new io.tradewind.inventory.control.ProductWithStock(p, s)"
                + " from Product p join Stock s on s.sku = p.sku where p.sku = :sku",
            ProductWithStock.class)
        .setParameter("sku", sku)
        .getResultStream()
        .findFirst();
  }

  /** Ordered by SKU. */
  public List<ProductWithStock> after(String sku, int count) {
    return entities
        .createQuery(
            "select new io.tradewind.inventory.control.ProductWithStock(p, s)"
                + " from Product p join Stock s on s.sku = p.sku"
                + " where p.sku > :sku order by p.sku",
            ProductWithStock.class)
        .setParameter("sku", sku)
        .setMaxResults(count)
        .getResultList();
  }

  boolean areNone() {
    return entities
        .createQuery("select p.sku from Product p", String.class)
        .setMaxResults(1)
        .getResultList()
        .isEmpty();
  }

  /**
   * Serialises changes of this product. A row that does not exist cannot be locked, so the lock is
   * an advisory one on the name, until the transaction ends.
   */
  void lock(String name) {
    entities
        .createNativeQuery("select 1 from pg_advisory_xact_lock(hashtextextended(?1, 0))")
        .setParameter(1, "product " + name)
        .getSingleResult();
  }

  void add(Product product) {
    entities.persist(product);
  }

  /** Flushes the changes, so that the versions are the new ones. */
  void write() {
    entities.flush();
  }
}
