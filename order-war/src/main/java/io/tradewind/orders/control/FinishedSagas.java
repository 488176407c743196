package io.tradewind.orders.control;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.time.Duration;
import java.time.Instant;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * What sagas have asked is forgotten some time after they ended. The order and its history stay for
 * ever. A saga has ended when its order can come to no other status and it waits for nothing: a
 * delivered order may yet be returned. It is kept for longer than any outbox keeps a message, so
 * that an answer that comes again is still known.
 *
 * <p>Where orders rest it is written since when, and whether their commands are still kept: a sweep
 * reads the oldest of these and nothing else, however much the tables hold and whoever made the
 * last one. A saga that still waits for something is passed over.
 */
@ApplicationScoped
public class FinishedSagas {

  private static final int PORTION = 1_000;

  /** Counted order by order: as "not exists" it is answered by reading all commands there are. */
  static final String FORGET =
      """
      with due as materialized (
        select r.status, r.order_id from order_at_rest r
         where r.commands_kept and r.status in ('REJECTED', 'CANCELLED', 'RETURNED')
           and r.since <= cast (?1 as timestamptz)
           and (select count(*) from saga_command c
                 where c.order_id = r.order_id
                   and (c.answered_at is null
                     or c.answered_at > cast (?1 as timestamptz))) = 0
         order by r.since limit ?2 for update skip locked),
      let_go as (
        update order_at_rest r set commands_kept = false from due
         where r.status = due.status and r.order_id = due.order_id)
      delete from saga_command c using due where c.order_id = due.order_id""";

  @PersistenceContext(unitName = "orders")
  private EntityManager entities;

  private final Duration kept;

  /** Needed by the CDI proxy. */
  FinishedSagas() {
    this(0);
  }

  @Inject
  FinishedSagas(@ConfigProperty(name = "tradewind.saga.days") int daysKept) {
    this.kept = Duration.ofDays(daysKept);
  }

  /** Forgets a portion of them. */
  public void forget() {
    entities
        .createNativeQuery(FORGET)
        .setParameter(1, Instant.now().minus(kept).toString())
        .setParameter(2, PORTION)
        .executeUpdate();
  }
}
