package io.tradewind.payments.control;

import static java.util.stream.Collectors.groupingBy;

import io.tradewind.database.DatabaseFailure;
import io.tradewind.database.Transactions;
import io.tradewind.messaging.Outbox;
import io.tradewind.payments.entity.LedgerEntry;
import io.tradewind.payments.entity.Outcome;
import io.tradewind.payments.entity.Payment;
import io.tradewind.payments.entity.PaymentOperation;
import io.tradewind.values.Ids;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.persistence.Query;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** All payments, their operations and their ledgers. */
@ApplicationScoped
public class Payments {

  @PersistenceContext(unitName = "payments")
  EntityManager entities;

  @Inject Transactions transactions;
  @Inject Outbox outbox;

  /**
   * Locks the payments that exist and reads them with their operations, in one statement for any
   * number. What changes in them is written just before the transaction commits.
   */
  public Map<UUID, Payment> lock(Collection<UUID> orderIds) {
    try (Connection connection = transactions.connection()) {
      PaymentTable.Locked locked = PaymentTable.lock(connection, orderIds);
      changes().locked(locked);
      return locked.payments();
    } catch (SQLException failed) {
      throw DatabaseFailure.unchecked(failed);
    }
  }

  private PaymentChanges changes() {
    return outbox.changes(PaymentChanges.class, PaymentChanges::new);
  }

  /** Locks payments with due work; those that others have locked are skipped. */
  public Map<UUID, Payment> lockDue(Instant now, int atMost) {
    return locked(
        list(
            entities
                .createNativeQuery(
                    """
                    select order_id from payment where due_at <= cast (?1 as timestamptz)
                     order by due_at limit ?2 for update skip locked""")
                .setParameter(1, now.toString())
                .setParameter(2, atMost)));
  }

  /** One of them, unless another transaction has it locked. */
  public Map<UUID, Payment> lockDue(UUID order, Instant now) {
    return locked(
        list(
            entities
                .createNativeQuery(
                    """
                    select order_id from payment
                     where order_id = cast (?1 as uuid) and due_at <= cast (?2 as timestamptz)
                       for update skip locked""")
                .setParameter(1, order.toString())
                .setParameter(2, now.toString())));
  }

  private Map<UUID, Payment> locked(List<UUID> orderIds) {
    return orderIds.isEmpty() ? Map.of() : lock(orderIds);
  }

  /** Payments with due work; only ids, because the rows may be unreadable. */
  public List<UUID> due(Instant now, int atMost) {
    return list(
        entities
            .createNativeQuery(
                """
                select order_id from payment where due_at <= cast (?1 as timestamptz)
                 order by due_at limit ?2""")
            .setParameter(1, now.toString())
            .setParameter(2, atMost));
  }

  /** Postpones the payment, longer each time up to 5 minutes, with the reason. */
  public void postpone(UUID order, String why) {
    entities
        .createNativeQuery("select 1 from payment where order_id = cast (?1 as uuid) for update")
        .setParameter(1, order.toString())
        .getResultList();
    entities
        .createNativeQuery(
            """
            with waiting as (
              update payment_operation
                 set attempts = attempts + 1, failure = ?2, attention = true
               where order_id = cast (?1 as uuid) and outcome is null
              returning attempts)
            update payment
               set version = version + 1,
                   due_at = now() + least (interval '5 minutes', interval '1 second'
                     * power (2, least (9, (select coalesce (max (attempts), 9) from waiting))))
             where order_id = cast (?1 as uuid)""")
        .setParameter(1, order.toString())
        .setParameter(2, why)
        .executeUpdate();
  }

  /** Unfinished operations of locked payments by order, in their sequence. */
  public Map<UUID, List<PaymentOperation>> open(Collection<UUID> orderIds) {
    return changes().operations().stream()
        .filter(operation -> !operation.isAnswered() && orderIds.contains(operation.orderId()))
        .sorted(Comparator.comparing(PaymentOperation::number))
        .collect(groupingBy(PaymentOperation::orderId));
  }

  /** Those of the locked payments' operations that have these ids. */
  public List<PaymentOperation> operations(Collection<UUID> commandIds) {
    return changes().operations().stream()
        .filter(operation -> commandIds.contains(operation.commandId()))
        .toList();
  }

  public void add(Payment payment) {
    changes().add(payment);
  }

  public void add(PaymentOperation operation) {
    changes().add(operation);
  }

  /** Stores the new ledger entries of the payment. */
  public void append(Payment payment) {
    changes().add(payment.unwrittenEntries());
  }

  public Optional<Payment> find(UUID orderId) {
    return Optional.ofNullable(entities.find(Payment.class, orderId));
  }

  public List<LedgerEntry> ledger(UUID orderId) {
    return entities
        .createQuery(
            "select e from LedgerEntry e where e.orderId = :order order by e.seq",
            LedgerEntry.class)
        .setParameter("order", orderId)
        .getResultList();
  }

  /**
   * Open operations whose last attempt brought no final answer, oldest first: without an answer,
   * refused, with a wrong amount, or never sent.
   *
   * @param after the last one the caller has, or null
   */
  @SuppressWarnings("unchecked")
  public List<OpenOperation> unknown(UUID after, int limit) {
    String position =
        after == null
            ? ""
            : " and (requested_at, command_id)"
                + " > (select requested_at, command_id from payment_operation"
                + " where command_id = cast (?2 as uuid))";
    Query query =
        entities
            .createNativeQuery(
                "select order_id, command_id, kind, requested_at, attempts, attention, failure"
                    + " from payment_operation where outcome is null and failure is not null"
                    + position
                    + " order by requested_at, command_id limit ?1")
            .setParameter(1, limit);
    if (after != null) {
      query.setParameter(2, after.toString());
    }
    return ((List<Object[]>) query.getResultList()).stream().map(Payments::open).toList();
  }

  private static OpenOperation open(Object[] row) {
    return new OpenOperation(
        (UUID) row[0],
        (UUID) row[1],
        (String) row[2],
        ((Timestamp) row[3]).toInstant(),
        ((Number) row[4]).intValue(),
        (Boolean) row[5],
        (String) row[6]);
  }

  /** The provider keys of these orders' entries and corrections. */
  @SuppressWarnings("unchecked")
  public Set<String> keysEntered(Collection<UUID> orderIds) {
    return new HashSet<>(
        entities
            .createNativeQuery(
                """
                select provider_key from ledger_entry
                 where order_id = any (cast (?1 as uuid[])) and provider_key is not null
                union all
                select provider_key from reconciliation_finding
                 where payment = any (cast (?1 as text[])) and provider_key is not null""")
            .setParameter(1, Ids.array(orderIds))
            .getResultList());
  }

  /** Since when the order's money is held, if it ever was. */
  public Optional<Instant> heldSince(UUID orderId) {
    return entities
        .createQuery(
            "select e.at from LedgerEntry e where e.orderId = :order and e.type = :held",
            Instant.class)
        .setParameter("order", orderId)
        .setParameter("held", Outcome.AUTHORIZED)
        .getResultStream()
        .findFirst();
  }

  public boolean hasOperation(UUID commandId) {
    return !entities
        .createNativeQuery("select 1 from payment_operation where command_id = cast (?1 as uuid)")
        .setParameter(1, commandId.toString())
        .getResultList()
        .isEmpty();
  }

  /** How many operations are open, unknown, and need attention. */
  public OpenWork openWork() {
    Object[] counts =
        (Object[])
            entities
                .createNativeQuery(
                    """
                    select count(*), count(failure), count(*) filter (where attention)
                      from payment_operation where outcome is null""")
                .getSingleResult();
    return new OpenWork(number(counts[0]), number(counts[1]), number(counts[2]));
  }

  private static long number(Object count) {
    return ((Number) count).longValue();
  }

  @SuppressWarnings("unchecked")
  private static <T> List<T> list(Query query) {
    return query.getResultList();
  }
}
