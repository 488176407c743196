package io.tradewind.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradewind.outside.Tables;
import io.tradewind.stack.LocalPostgres;

/** The invariants of the database, recomputed by SQL. */
final class Books {

  private static final String THAT_DO_NOT_ADD_UP =
      """
      select count(*) from stock s left join (
        select sku,
          coalesce(sum(units) filter (where type = 'ADJUSTMENT'), 0) adjusted,
          coalesce(sum(units) filter (where type = 'RESERVE'), 0) reserved,
          coalesce(sum(units) filter (where type = 'RELEASE'), 0) released,
          coalesce(sum(units) filter (where type = 'SHIP'), 0) shipped,
          coalesce(sum(units) filter (where type = 'RESTOCK'), 0) restocked,
          count(*) movements, max(seq) last
        from stock_movement group by sku) m using (sku)
      left join (
        select l.key sku, sum(l.value::bigint) units
        from reservation, jsonb_each_text(lines::jsonb) l
        where status in ('HELD', 'COMMITTED') group by l.key) r using (sku)
      where s.on_hand <> coalesce(adjusted + restocked - shipped, 0)
         or s.reserved <> coalesce(m.reserved - released - shipped, 0)
         or s.reserved <> coalesce(r.units, 0)
         or s.version <> coalesce(movements, 0)
         or s.version <> coalesce(last, 0)
         or s.on_hand < 0 or s.reserved < 0 or s.reserved > s.on_hand
      """;

  private static final String CHECKSUM =
      """
      select md5(
        (select coalesce(string_agg(s::text, '|' order by sku), '') from stock s)
        || (select coalesce(string_agg(m::text, '|' order by sku, seq), '') from stock_movement m)
        || (select coalesce(string_agg(r::text, '|' order by order_id), '') from reservation r)
        || (select coalesce(string_agg(p::text, '|' order by sku), '') from product p))
      """;

  private final Tables tables;

  Books(LocalPostgres postgres) {
    tables = new Tables(postgres, "inventory");
  }

  void mustAddUp() {
    assertThat(number(THAT_DO_NOT_ADD_UP)).isZero();
  }

  String checksum() {
    return tables.text(CHECKSUM);
  }

  long number(String query) {
    return tables.number(query);
  }

  /** Makes a change that no client could make. */
  void change(String statement) {
    tables.change(statement);
  }

  String refusalOf(String statement) {
    return tables.refusalOf(statement);
  }
}
