package io.tradewind.inventory.control;

import io.tradewind.contracts.inventory.ProductChanged;
import io.tradewind.messaging.MessageJson;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.util.Collection;
import java.util.stream.Collectors;

/**
 * Products from this service's own events: each event has the whole product with its version, so a
 * database that was restored to an earlier time gets back products that it does not know or knows
 * in an older version. No published version is ever reused for another price.
 */
@ApplicationScoped
public class PublishedProducts {

  @PersistenceContext(unitName = "inventory")
  EntityManager entities;

  /**
   * A product that the database did not know is added without stock.
   *
   * @param published each product once
   * @return how many were older in the database or missing
   */
  public int restore(Collection<ProductChanged> published) {
    String json =
        published.stream().map(MessageJson::write).collect(Collectors.joining(",", "[", "]"));
    int changed =
        entities
            .createNativeQuery(
                """
                insert into product as known (sku, name, price, currency, version)
                select sku, name, amount, currency, version
                  from jsonb_to_recordset(cast (?1 as jsonb))
                       as t(sku text, name text, amount bigint, currency text, version bigint)
                 order by sku
                on conflict (sku) do update
                   set name = excluded.name, price = excluded.price,
                       currency = excluded.currency, version = excluded.version
                 where known.version < excluded.version""")
            .setParameter(1, json)
            .executeUpdate();
    if (changed > 0) {
      entities
          .createNativeQuery(
              """
              insert into stock (sku, on_hand, reserved, version)
              select sku, 0, 0, 0 from product where sku not in (select sku from stock)
              on conflict do nothing""")
          .executeUpdate();
    }
    return changed;
  }
}
