package io.tradewind.payments.control;

import io.tradewind.database.ArrayParameters;
import io.tradewind.database.TrackedRows;
import io.tradewind.messaging.PendingChanges;
import io.tradewind.payments.entity.LedgerEntry;
import io.tradewind.payments.entity.Payment;
import io.tradewind.payments.entity.PaymentOperation;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * The payments and operations that a transaction has locked or created, and what has changed since:
 * their rows, and new entries of the ledgers.
 */
final class PaymentChanges implements PendingChanges {

  private static final String EXPRESSIONS =
      """
      entry as (
        insert into ledger_entry (order_id, seq, type, amount, currency, command_id, provider_key,
                                  reason, at)
        select * from unnest(?::uuid[], ?::int[], ?::text[], ?::bigint[], ?::text[], ?::uuid[],
                             ?::text[], ?::text[], ?::timestamptz[])),
      new_payment as (
        insert into payment (order_id, user_id, status, currency, authorised, captured, refunded,
                             refunded_by_hand, reason, operations, entries, due_at, version)
        select *, 1 from unnest(?::uuid[], ?::uuid[], ?::text[], ?::text[], ?::bigint[], ?::bigint[],
                                ?::bigint[], ?::bigint[], ?::text[], ?::int[], ?::int[],
                                ?::timestamptz[])),
      changed_payment as (
        update payment p
           set user_id = c.user_id, status = c.status, currency = c.currency,
               authorised = c.authorised, captured = c.captured, refunded = c.refunded,
               refunded_by_hand = c.refunded_by_hand, reason = c.reason, operations = c.operations,
               entries = c.entries, due_at = c.due_at, version = p.version + 1
          from unnest(?::uuid[], ?::uuid[], ?::text[], ?::text[], ?::bigint[], ?::bigint[],
                      ?::bigint[], ?::bigint[], ?::text[], ?::int[], ?::int[], ?::timestamptz[])
               as c(order_id, user_id, status, currency, authorised, captured, refunded,
                    refunded_by_hand, reason, operations, entries, due_at)
         where p.order_id = c.order_id),
      new_operation as (
        insert into payment_operation (command_id, order_id, number, kind, amount, currency,
                                       payment_method, traceparent, requested_at, attempts, failure,
                                       refused, attention, outcome, moved, reason, answered_at)
        select * from unnest(?::uuid[], ?::uuid[], ?::int[], ?::text[], ?::bigint[], ?::text[],
                             ?::text[], ?::text[], ?::timestamptz[], ?::int[], ?::text[],
                             ?::boolean[], ?::boolean[], ?::text[], ?::bigint[], ?::text[],
                             ?::timestamptz[])),
      changed_operation as (
        update payment_operation o
           set attempts = c.attempts, failure = c.failure, refused = c.refused,
               attention = c.attention, outcome = c.outcome, moved = c.moved, reason = c.reason,
               answered_at = c.answered_at
          from unnest(?::uuid[], ?::int[], ?::text[], ?::boolean[], ?::boolean[], ?::text[],
                      ?::bigint[], ?::text[], ?::timestamptz[])
               as c(command_id, attempts, failure, refused, attention, outcome, moved, reason,
                    answered_at)
         where o.command_id = c.command_id)""";

  private final List<LedgerEntry> entries = new ArrayList<>();
  private final TrackedRows<Payment, Payment.State> payments = new TrackedRows<>(Payment::state);
  private final TrackedRows<PaymentOperation, PaymentOperation.State> operations =
      new TrackedRows<>(PaymentOperation::state);

  void locked(PaymentTable.Locked locked) {
    payments.read(locked.payments().values());
    operations.read(locked.operations().values());
  }

  void add(Payment payment) {
    payments.created(payment);
  }

  void add(PaymentOperation operation) {
    operations.created(operation);
  }

  void add(Collection<LedgerEntry> happened) {
    entries.addAll(happened);
  }

  /** The operations that were read with their payments or created, in no order. */
  Collection<PaymentOperation> operations() {
    return operations.all();
  }

  @Override
  public boolean isEmpty() {
    return entries.isEmpty() && payments.isUnchanged() && operations.isUnchanged();
  }

  @Override
  public String expressions() {
    return EXPRESSIONS;
  }

  @Override
  public void bind(ArrayParameters parameters) throws SQLException {
    parameters
        .add("uuid", entries, LedgerEntry::orderId)
        .add("int4", entries, LedgerEntry::seq)
        .add("text", entries, LedgerEntry::type)
        .add("int8", entries, LedgerEntry::amount)
        .add("text", entries, LedgerEntry::currency)
        .add("uuid", entries, LedgerEntry::commandId)
        .add("text", entries, LedgerEntry::providerKey)
        .add("text", entries, LedgerEntry::reason)
        .add("timestamptz", entries, LedgerEntry::at);
    bindPayments(parameters, payments.created());
    bindPayments(parameters, payments.changed());
    List<PaymentOperation> added = operations.created();
    parameters
        .add("uuid", added, PaymentOperation::commandId)
        .add("uuid", added, PaymentOperation::orderId)
        .add("int4", added, PaymentOperation::number)
        .add("text", added, PaymentOperation::kind)
        .add("int8", added, PaymentOperation::amount)
        .add("text", added, PaymentOperation::currency)
        .add("text", added, PaymentOperation::paymentMethod)
        .add("text", added, PaymentOperation::traceparent)
        .add("timestamptz", added, PaymentOperation::requestedAt);
    bindStates(parameters, added);
    List<PaymentOperation> changed = operations.changed();
    parameters.add("uuid", changed, PaymentOperation::commandId);
    bindStates(parameters, changed);
  }

  private static void bindPayments(ArrayParameters parameters, List<Payment> payments)
      throws SQLException {
    List<Payment.State> states = payments.stream().map(Payment::state).toList();
    parameters
        .add("uuid", payments, Payment::orderId)
        .add("uuid", states, Payment.State::userId)
        .add("text", states, Payment.State::status)
        .add("text", states, Payment.State::currency)
        .add("int8", states, Payment.State::authorised)
        .add("int8", states, Payment.State::captured)
        .add("int8", states, Payment.State::refunded)
        .add("int8", states, Payment.State::refundedByHand)
        .add("text", states, Payment.State::reason)
        .add("int4", states, Payment.State::operations)
        .add("int4", states, Payment.State::entries)
        .add("timestamptz", states, Payment.State::dueAt);
  }

  private static void bindStates(ArrayParameters parameters, List<PaymentOperation> operations)
      throws SQLException {
    List<PaymentOperation.State> states = operations.stream().map(PaymentOperation::state).toList();
    parameters
        .add("int4", states, PaymentOperation.State::attempts)
        .add("text", states, PaymentOperation.State::failure)
        .add("bool", states, PaymentOperation.State::refused)
        .add("bool", states, PaymentOperation.State::attention)
        .add("text", states, PaymentOperation.State::outcome)
        .add("int8", states, PaymentOperation.State::moved)
        .add("text", states, PaymentOperation.State::reason)
        .add("timestamptz", states, PaymentOperation.State::answeredAt);
  }

  @Override
  public void written() {
    entries.clear();
    payments.written();
    operations.written();
  }
}
