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
 * <p>The last answer of a saga comes of age once. Only what came of age since the look before is
 * looked at, so that a sweep costs the same however much the table holds; the first one after a
 * start looks at all.
 */
@ApplicationScoped
public class FinishedSagas {

  private static final int PORTION = 1_000;

  @PersistenceContext(unitName = "orders")
  private EntityManager entities;

  private final Duration kept;
  private Instant lookedAtUntil = Instant.EPOCH;

  /** For the proxy alone. */
  FinishedSagas() {
    this(0);
  }

  @Inject
  FinishedSagas(@ConfigProperty(name = "tradewind.saga.days") int daysKept) {
    this.kept = Duration.ofDays(daysKept);
  }

  /** Forgets a portion of them. */
  public synchronized void forget() {
    Instant ofAge = Instant.now().minus(kept);
    int forgotten =
        entities
            .createNativeQuery(
                """
                delete from saga_command where order_id in (
                  select c.order_id from saga_command c join orders o on o.id = c.order_id
                   where c.answered_at > cast (?1 as timestamptz)
                     and c.answered_at <= cast (?2 as timestamptz)
                     and o.status in ('REJECTED', 'CANCELLED', 'RETURNED')
                     and not exists (select 1 from saga_command later
                                      where later.order_id = c.order_id
                                        and (later.answered_at is null
                                          or later.answered_at > cast (?2 as timestamptz)))
                   limit ?3)""")
            .setParameter(1, lookedAtUntil.toString())
            .setParameter(2, ofAge.toString())
            .setParameter(3, PORTION)
            .executeUpdate();
    if (forgotten == 0) {
      lookedAtUntil = ofAge;
    }
  }
}
