package io.tradewind.orders.control;

import io.tradewind.contracts.inventory.ProductChanged;
import io.tradewind.orders.entity.Price;
import io.tradewind.values.Sku;
import io.tradewind.values.TextArray;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The local copy of the prices: orders can be placed while all other services are unavailable. */
@ApplicationScoped
public class PriceList {

  @PersistenceContext(unitName = "orders")
  EntityManager entities;

  /** The prices of these products; invalid SKUs and unknown products are missing. */
  public Map<String, Price> of(Collection<String> skus) {
    Set<String> wanted = skus.stream().filter(Sku::isValid).collect(Collectors.toSet());
    @SuppressWarnings("unchecked")
    List<Price> found =
        entities
            .createNativeQuery(
                "select * from price where sku = any (cast (?1 as text[]))", Price.class)
            .setParameter(1, TextArray.of(wanted))
            .getResultList();
    Map<String, Price> prices = new HashMap<>();
    found.forEach(price -> prices.put(price.sku(), price));
    return prices;
  }

  /**
   * Stores each product that is newer than the known version. Older versions, in this batch or from
   * another replica, change nothing.
   */
  public void learn(Collection<ProductChanged> changes) {
    Map<String, ProductChanged> newest = new TreeMap<>();
    changes.forEach(
        change ->
            newest.merge(
                change.sku(), change, (one, two) -> one.version() >= two.version() ? one : two));
    entities
        .createNativeQuery(
            """
            insert into price (sku, name, amount, currency, version)
            select sku, name, amount, currency, version
              from jsonb_to_recordset(cast (?1 as jsonb))
                   as p(sku text, name text, amount bigint, currency text, version bigint)
             order by sku
            on conflict (sku) do update
               set name = excluded.name, amount = excluded.amount,
                   currency = excluded.currency, version = excluded.version
             where price.version < excluded.version""")
        .setParameter(1, StoredJson.write(newest.values()))
        .executeUpdate();
  }

  /** How many products can be ordered. */
  public long size() {
    return ((Number) entities.createNativeQuery("select count(*) from price").getSingleResult())
        .longValue();
  }
}
