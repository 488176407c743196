package io.tradewind.orders.control;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * What sagas have asked is forgotten some time after they ended. The order and its history stay for
 * ever. A saga has ended when its order can come to no other status and it waits for nothing: a
 * delivered order may yet be returned. It is kept for longer than any outbox keeps a message, so
 * that an answer that comes again is still known.
 */
@ApplicationScoped
public class FinishedSagas {

  private static final int PORTION = 1_000;

  @PersistenceContext(unitName = "orders")
  private EntityManager entities;

  private final int daysKept;

  /** For the proxy alone. */
  FinishedSagas() {
    this(0);
  }

  @Inject
  FinishedSagas(@ConfigProperty(name = "tradewind.saga.days") int daysKept) {
    this.daysKept = daysKept;
  }

  /** Forgets a portion of them. */
  public void forget() {
    entities
        .createNativeQuery(
            """
            delete from saga_command where order_id in (
              select c.order_id from saga_command c join orders o on o.id = c.order_id
               where c.answered_at < now() - make_interval(days => ?1)
                 and o.status in ('REJECTED', 'CANCELLED', 'RETURNED')
                 and not exists (select 1 from saga_command later
                                  where later.order_id = c.order_id
                                    and (later.answered_at is null
                                      or later.answered_at >= now() - make_interval(days => ?1)))
               limit ?2)""")
        .setParameter(1, daysKept)
        .setParameter(2, PORTION)
        .executeUpdate();
  }
}
