package io.tradewind.orders.control;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.time.Duration;
import java.time.Instant;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Deletes a saga's commands some time after it ended. The order and its history stay for ever. A
 * saga has ended when its order has reached a final status and waits for nothing: a delivered order
 * may still be returned. Its commands are kept for longer than any outbox keeps a message, so that
 * a repeated answer is still recognised.
 *
 * <p>Each ended order has a row with the time of its end and whether its commands are still kept. A
 * run reads only the oldest of these, however large the tables are. A saga that still waits for
 * something is skipped.
 */
@ApplicationScoped
public class FinishedSagas {

  private static final int PORTION = 1_000;

  /** Counts per order: "not exists" would make the planner read all commands. */
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
  EntityManager entities;

  @Inject
  @ConfigProperty(name = "tradewind.saga.keep")
  Duration kept;

  /** Deletes one portion. */
  public void forget() {
    entities
        .createNativeQuery(FORGET)
        .setParameter(1, Instant.now().minus(kept).toString())
        .setParameter(2, PORTION)
        .executeUpdate();
  }
}
