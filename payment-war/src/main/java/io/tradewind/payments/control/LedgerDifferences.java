package io.tradewind.payments.control;

import io.tradewind.payments.entity.CorrectionDecision;
import io.tradewind.payments.entity.DifferenceStatus;
import io.tradewind.payments.entity.LedgerDifference;
import io.tradewind.values.TextArray;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceContext;
import jakarta.persistence.Query;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Differences between the two ledgers. */
@ApplicationScoped
public class LedgerDifferences {

  /**
   * No operator has decided, and it needs a decision, waits for a correction, or is not compared
   * yet.
   */
  private static final String UNDECIDED =
      " status <> 'CORRECTED' and decision is null and (status = 'IMPOSSIBLE' or correctable) ";

  /** An existing difference stays as it is, unless it counted as corrected. */
  private static final String UNLESS_KNOWN =
      """
      on conflict (payment) do update
         set status = 'IMPOSSIBLE', decision = null, correctable = false,
             ours = excluded.ours, theirs = excluded.theirs, detail = excluded.detail
      where reconciliation_finding.status = 'CORRECTED'""";

  @PersistenceContext(unitName = "payments")
  EntityManager entities;

  Optional<LedgerDifference> lock(String payment) {
    return Optional.ofNullable(
        entities.find(LedgerDifference.class, payment, LockModeType.PESSIMISTIC_WRITE));
  }

  void add(LedgerDifference difference) {
    entities.persist(difference);
  }

  void remove(LedgerDifference difference) {
    entities.remove(difference);
  }

  /** Lists these before any query to the provider, which may take long for many. */
  void list(Collection<String> payments, String why, Instant now) {
    if (payments.isEmpty()) {
      return;
    }
    listing(
            "select payment, 'IMPOSSIBLE', ?1, ?1, ?2, cast (?3 as timestamptz),"
                + " cast (?3 as timestamptz)"
                + " from unnest (cast (?4 as text[])) payment",
            why,
            now)
        .setParameter(4, TextArray.of(payments))
        .executeUpdate();
  }

  /** Lists the payments with an entry in this period that has no line at the provider. */
  int listWithoutLine(Instant after, Instant until, Instant now) {
    return listing(
            """
            select distinct on (e.order_id) cast (e.order_id as text), 'IMPOSSIBLE', ?1, ?1,
                   ?2 || e.provider_key, cast (?3 as timestamptz), cast (?3 as timestamptz)
              from ledger_entry e
             where e.at > cast (?4 as timestamptz) and e.at <= cast (?5 as timestamptz)
               and e.provider_key is not null
               and not exists (select from provider_line l where l.key = e.provider_key)
             order by e.order_id""",
            "entered here, and the provider's ledger does not have ",
            now)
        .setParameter(4, after.toString())
        .setParameter(5, until.toString())
        .executeUpdate();
  }

  /** Lists the payments that have been held since this period without an operation in progress. */
  int listHeld(Instant after, Instant until, String why, Instant now) {
    return listing(
            """
            select cast (e.order_id as text), 'WAITING', ?1, ?1, ?2, cast (?3 as timestamptz),
                   cast (?3 as timestamptz)
              from ledger_entry e join payment p using (order_id)
             where e.at > cast (?4 as timestamptz) and e.at <= cast (?5 as timestamptz)
               and e.type = 'AUTHORIZED' and p.status = 'AUTHORIZED' and p.due_at is null""",
            why,
            now)
        .setParameter(4, after.toString())
        .setParameter(5, until.toString())
        .executeUpdate();
  }

  private Query listing(String what, String why, Instant now) {
    return entities
        .createNativeQuery(
            "insert into reconciliation_finding"
                + " (payment, status, ours, theirs, detail, found_at, looked_at) "
                + what
                + "\n"
                + UNLESS_KNOWN)
        .setParameter(1, LedgerDifference.NOT_COMPARED)
        .setParameter(2, why)
        .setParameter(3, now.toString());
  }

  /** An unreadable line stays listed until an operator decides to leave it. */
  void listLine(long seq, String why, Instant now) {
    listing(
            "select ?4, 'IMPOSSIBLE', ?1, ?1, ?2, cast (?3 as timestamptz),"
                + " cast (?3 as timestamptz)",
            why,
            now)
        .setParameter(4, "line-" + seq)
        .executeUpdate();
    entities
        .createNativeQuery("update reconciliation_finding set line = ?1 where payment = ?2")
        .setParameter(1, seq)
        .setParameter(2, "line-" + seq)
        .executeUpdate();
  }

  /**
   * Differences to examine: first those never compared, then those not examined for longest. Those
   * that were left are examined once an hour.
   *
   * @param before only those not examined since
   */
  public List<String> open(Instant before, int limit) {
    return list(
        entities
            .createNativeQuery(
                """
                select payment from reconciliation_finding
                 where status <> 'CORRECTED' and line is null
                   and looked_at < cast (?1 as timestamptz) - case decision when 'LEAVE'
                     then interval '1 hour' else interval '0' end
                 order by theirs <> ?2, looked_at limit ?3""")
            .setParameter(1, before.toString())
            .setParameter(2, LedgerDifference.NOT_COMPARED)
            .setParameter(3, limit));
  }

  /** Differences that operators have decided to correct. */
  public List<String> decided(int limit) {
    return list(
        entities
            .createNativeQuery(
                """
                select payment from reconciliation_finding
                 where status <> 'CORRECTED' and decision = 'CORRECT'
                 order by looked_at limit ?1""")
            .setParameter(1, limit));
  }

  /** Differences that need no decision: first those already requested. */
  public List<String> correctable(int limit) {
    return list(
        entities
            .createNativeQuery(
                """
                select payment from reconciliation_finding
                 where status in ('WAITING', 'CORRECTING') and correctable and decision is null
                 order by status, found_at limit ?1""")
            .setParameter(1, limit));
  }

  /** How many differences have no decision. */
  public long undecided() {
    return ((Number)
            entities
                .createNativeQuery("select count(*) from reconciliation_finding where" + UNDECIDED)
                .getSingleResult())
        .longValue();
  }

  /** Locks differences that accept this decision, at most this many, ordered by name. */
  public List<LedgerDifference> lockDecidable(CorrectionDecision word, int limit) {
    return entities
        .createQuery(
            "select f from LedgerDifference f where f.status <> :done and f.decision is null"
                + " and (f.correctable = true or (:leave = true and f.status = :impossible))"
                + " order by f.payment",
            LedgerDifference.class)
        .setParameter("done", DifferenceStatus.CORRECTED)
        .setParameter("impossible", DifferenceStatus.IMPOSSIBLE)
        .setParameter("leave", word == CorrectionDecision.LEAVE)
        .setLockMode(LockModeType.PESSIMISTIC_WRITE)
        .setMaxResults(limit)
        .getResultList();
  }

  /** Locks these, lowest name first; missing ones are skipped. */
  public List<LedgerDifference> lock(Set<String> payments) {
    return payments.stream().sorted().map(this::lock).flatMap(Optional::stream).toList();
  }

  /** It could not be read: others come first. */
  public void skip(String payment, Instant now) {
    entities
        .createNativeQuery(
            """
            update reconciliation_finding set looked_at = cast (?2 as timestamptz)
             where payment = ?1""")
        .setParameter(1, payment)
        .setParameter(2, now.toString())
        .executeUpdate();
  }

  /** Ordered by the payments' names. */
  public List<LedgerDifference> page(DifferenceStatus status, String after, int limit) {
    return entities
        .createQuery(
            "select f from LedgerDifference f where f.payment > :after"
                + " and (:any = true or f.status = :status) order by f.payment",
            LedgerDifference.class)
        .setParameter("after", after)
        .setParameter("any", status == null)
        .setParameter("status", status == null ? DifferenceStatus.WAITING : status)
        .setMaxResults(limit)
        .getResultList();
  }

  @SuppressWarnings("unchecked")
  private static List<String> list(Query query) {
    return query.getResultList();
  }
}
