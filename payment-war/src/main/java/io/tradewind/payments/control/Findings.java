package io.tradewind.payments.control;

import io.tradewind.payments.entity.Finding;
import io.tradewind.payments.entity.FindingStatus;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceContext;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Where the two ledgers differ, and how far the provider's has been read. */
@ApplicationScoped
public class Findings {

  @PersistenceContext(unitName = "payments")
  private EntityManager entities;

  Optional<Finding> lock(String payment) {
    return Optional.ofNullable(
        entities.find(Finding.class, payment, LockModeType.PESSIMISTIC_WRITE));
  }

  void add(Finding finding) {
    entities.persist(finding);
  }

  void remove(Finding finding) {
    entities.remove(finding);
  }

  /** Those to look at again: the ones that nobody looked at for longest come first. */
  public List<String> open(int limit) {
    return entities
        .createQuery(
            "select f.payment from Finding f where f.status <> :done order by f.lookedAt",
            String.class)
        .setParameter("done", FindingStatus.CORRECTED)
        .setMaxResults(limit)
        .getResultList();
  }

  /** In the order of the payments' names. */
  public List<Finding> page(FindingStatus status, String after, int limit) {
    return entities
        .createQuery(
            "select f from Finding f where f.payment > :after"
                + " and (:any = true or f.status = :status) order by f.payment",
            Finding.class)
        .setParameter("after", after)
        .setParameter("any", status == null)
        .setParameter("status", status == null ? FindingStatus.WAITING : status)
        .setMaxResults(limit)
        .getResultList();
  }

  /** The last line of the provider's ledger that was looked at. */
  public long position() {
    return ((Number)
            entities
                .createNativeQuery("select position from reconciliation_progress")
                .getSingleResult())
        .longValue();
  }

  /** It never goes back, whichever replica was slower. */
  public void read(long position, Instant now) {
    entities
        .createNativeQuery(
            """
            update reconciliation_progress
               set position = greatest(position, ?1), run_at = cast (?2 as timestamptz)""")
        .setParameter(1, position)
        .setParameter(2, now.toString())
        .executeUpdate();
  }
}
