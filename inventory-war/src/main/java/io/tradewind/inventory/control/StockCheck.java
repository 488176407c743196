package io.tradewind.inventory.control;

import io.tradewind.inventory.entity.Stock;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.util.List;
import java.util.Optional;

/**
 * Recomputes stock from its movements and reservations in one statement and thus one snapshot. It
 * reads all of them, so it runs only on request of an operator.
 */
@ApplicationScoped
public class StockCheck {

  private static final String RECOUNT =
      """
      select s.sku, s.on_hand, s.reserved, s.version,
             coalesce(m.on_hand, 0), coalesce(m.reserved, 0), coalesce(r.units, 0),
             coalesce(m.movements, 0), coalesce(m.last, 0)
        from stock s
        left join (
          select sku, count(*) movements, max(seq) last,
                 sum(case type when 'ADJUSTMENT' then units when 'RESTOCK' then units
                               when 'SHIP' then -units else 0 end) on_hand,
                 sum(case type when 'RESERVE' then units when 'RELEASE' then -units
                               when 'SHIP' then -units else 0 end) reserved
            from stock_movement where ?1 = '' or sku = ?1 group by sku) m using (sku)
        left join (
          select l.key sku, sum(cast (l.value as bigint)) units
            from reservation, jsonb_each_text(cast (lines as jsonb)) l
           where status in ('HELD', 'COMMITTED') and (?1 = '' or l.key = ?1) group by l.key) r
          using (sku)
       where (?1 = '' or s.sku = ?1) and s.sku > ?2
      """;

  private static final String DIFFERS =
      """
      and (s.on_hand <> coalesce(m.on_hand, 0) or s.reserved <> coalesce(m.reserved, 0)
        or s.reserved <> coalesce(r.units, 0) or s.version <> coalesce(m.movements, 0)
        or coalesce(m.movements, 0) <> coalesce(m.last, 0))
      """;

  @PersistenceContext(unitName = "inventory")
  EntityManager entities;

  @Inject StockTable table;
  @Inject StockViewQueue view;

  /** Differences, ordered by SKU. */
  public List<StockDifference> differences(String afterSku, int limit) {
    return recounts(RECOUNT + DIFFERS + " order by s.sku limit " + limit, "", afterSku);
  }

  /** Locks the stock of a product and recounts it, so that it does not change meanwhile. */
  public Optional<StockDifference> lockAndRecount(String sku) {
    return table.stock(sku).isEmpty()
        ? Optional.empty()
        : recounts(RECOUNT, sku, "").stream().findFirst();
  }

  /** Sets the stock, which the caller has locked, to what its history says. */
  public void repair(StockDifference difference) {
    Stock stock = table.stock(difference.sku()).orElseThrow();
    stock.recounted(
        difference.countedOnHand(), difference.countedReserved(), difference.movements());
    view.showAfterCommit(List.of(Availability.of(stock)));
  }

  @SuppressWarnings("unchecked")
  private List<StockDifference> recounts(String sql, String sku, String afterSku) {
    List<Object[]> rows =
        entities
            .createNativeQuery(sql)
            .setParameter(1, sku)
            .setParameter(2, afterSku)
            .getResultList();
    return rows.stream()
        .map(
            row ->
                new StockDifference(
                    (String) row[0],
                    number(row[1]),
                    number(row[2]),
                    number(row[3]),
                    number(row[4]),
                    number(row[5]),
                    number(row[6]),
                    number(row[7]),
                    number(row[8])))
        .toList();
  }

  private static long number(Object count) {
    return ((Number) count).longValue();
  }
}
