package io.tradewind.inventory.control;

import io.tradewind.inventory.entity.StockMovement;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.util.Collection;
import java.util.List;

/** The stock of every product, and its history, read without locks. */
@ApplicationScoped
public class Stocks {

  @PersistenceContext(unitName = "inventory")
  EntityManager entities;

  /** The available units of each of these; unknown SKUs are missing. */
  public List<Availability> availabilityOf(Collection<String> skus) {
    return entities
        .createQuery(
            "select new io.tradewind.inventory.control.Availability("
                + "s.sku, s.onHand - s.reserved, s.version) from Stock s where s.sku in :skus",
            Availability.class)
        .setParameter("skus", skus)
        .getResultList();
  }

  /** Ordered by SKU. */
  public List<Availability> availabilityAfter(String sku, int count) {
    return entities
        .createQuery(
            "select new io.tradewind.inventory.control.Availability("
                + "s.sku, s.onHand - s.reserved, s.version) from Stock s"
                + " where s.sku > :sku order by s.sku",
            Availability.class)
        .setParameter("sku", sku)
        .setMaxResults(count)
        .getResultList();
  }

  /** Oldest first. */
  public List<StockMovement> movementsAfter(String sku, long seq, int count) {
    return entities
        .createQuery(
            "select m from StockMovement m where m.sku = :sku and m.seq > :seq order by m.seq",
            StockMovement.class)
        .setParameter("sku", sku)
        .setParameter("seq", seq)
        .setMaxResults(count)
        .getResultList();
  }

  /** Sum over all products. */
  public StockTotals totals() {
    Object[] sums =
        entities
            .createQuery("select sum(s.onHand), sum(s.reserved) from Stock s", Object[].class)
            .getSingleResult();
    return sums[0] == null
        ? new StockTotals(0, 0)
        : new StockTotals(((Number) sums[0]).longValue(), ((Number) sums[1]).longValue());
  }
}
