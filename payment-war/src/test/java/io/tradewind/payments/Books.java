package io.tradewind.payments;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradewind.outside.Tables;
import io.tradewind.stack.LocalPostgres;

/** The invariants of the database, recomputed by SQL. */
final class Books {

  private static final String THAT_DO_NOT_ADD_UP =
      """
      select count(*) from payment p left join (
        select order_id,
          coalesce(sum(amount) filter (where type = 'AUTHORIZED'), 0) authorised,
          coalesce(sum(amount) filter (where type = 'CAPTURED'), 0) captured,
          coalesce(sum(amount) filter (where type = 'REFUNDED'), 0) refunded,
          count(*) entries, max(seq) last
        from ledger_entry group by order_id) e using (order_id)
      where p.captured <> coalesce(e.captured, 0)
         or p.refunded <> coalesce(e.refunded, 0)
         or p.authorised <> coalesce(e.authorised, 0)
         or p.entries <> coalesce(e.entries, 0)
         or p.entries <> coalesce(e.last, 0)
         or (p.due_at is null and exists (select 1 from payment_operation o
               where o.order_id = p.order_id and o.outcome is null))
      """;

  private static final String CHECKSUM =
      """
      select md5(
        (select coalesce(string_agg(p::text, '|' order by order_id), '') from payment p)
        || (select coalesce(string_agg(o::text, '|' order by command_id), '')
              from payment_operation o)
        || (select coalesce(string_agg(e::text, '|' order by order_id, seq), '')
              from ledger_entry e))
      """;

  private final Tables tables;

  Books(LocalPostgres postgres) {
    tables = new Tables(postgres, "payments");
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
