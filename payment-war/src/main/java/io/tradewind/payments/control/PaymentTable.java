package io.tradewind.payments.control;

import io.tradewind.database.Columns;
import io.tradewind.database.LockingQuery;
import io.tradewind.payments.entity.OperationKind;
import io.tradewind.payments.entity.Outcome;
import io.tradewind.payments.entity.Payment;
import io.tradewind.payments.entity.PaymentOperation;
import io.tradewind.payments.entity.PaymentOperation.Wanted;
import io.tradewind.payments.entity.PaymentStatus;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/**
 * The SQL that locks payments and reads them with their operations. JDBC instead of JPA: one
 * statement for any number of payments, while a persistence context needs one for each table.
 */
final class PaymentTable {

  private static final LockingQuery<Locked> LOCK =
      new LockingQuery<>(
          """
          select p.order_id, p.user_id, p.status, p.currency, p.authorised, p.captured, p.refunded,
                 p.refunded_by_hand, p.reason, p.operations, p.entries, p.due_at,
                 p.version as locked_version,
                 o.command_id, o.number, o.kind, o.amount, o.currency, o.payment_method,
                 o.traceparent, o.requested_at, o.attempts, o.failure, o.refused, o.attention,
                 o.outcome, o.moved, o.reason, o.answered_at, seen.version as joined_version
            from payment p
            join payment seen on seen.order_id = p.order_id
            left join payment_operation o on o.order_id = p.order_id
           where p.order_id = any (?::uuid[])
           order by p.order_id, o.number
             for update of p""",
          () -> new Locked(new LinkedHashMap<>(), new LinkedHashMap<>()),
          PaymentTable::read);

  private PaymentTable() {}

  /** Payments and operations, each by its id and in the order in which they were read. */
  record Locked(Map<UUID, Payment> payments, Map<UUID, PaymentOperation> operations) {}

  /**
   * Locks the payments that exist, lowest id first so that two batches cannot deadlock.
   *
   * @throws IllegalStateException for a status, kind or outcome that only a newer version knows
   */
  static Locked lock(Connection connection, Collection<UUID> orderIds) throws SQLException {
    return LOCK.run(connection, orderIds);
  }

  private static void read(ResultSet row, Locked locked) throws SQLException {
    UUID orderId = row.getObject(1, UUID.class);
    if (!locked.payments().containsKey(orderId)) {
      locked.payments().put(orderId, payment(orderId, row));
    }
    UUID commandId = row.getObject(14, UUID.class);
    if (commandId != null) {
      locked.operations().put(commandId, operation(orderId, commandId, row));
    }
  }

  private static Payment payment(UUID orderId, ResultSet row) throws SQLException {
    return Payment.stored(
        orderId,
        new Payment.State(
            row.getObject(2, UUID.class),
            Columns.constant(row, 3, PaymentStatus.class),
            row.getString(4),
            row.getLong(5),
            row.getLong(6),
            row.getLong(7),
            row.getLong(8),
            row.getString(9),
            row.getInt(10),
            row.getInt(11),
            Columns.instant(row, 12)));
  }

  private static PaymentOperation operation(UUID orderId, UUID commandId, ResultSet row)
      throws SQLException {
    Wanted wanted =
        new Wanted(
            commandId,
            Columns.constant(row, 16, OperationKind.class),
            row.getLong(17),
            row.getString(18),
            row.getString(19),
            row.getString(20));
    return PaymentOperation.stored(
        orderId,
        row.getInt(15),
        wanted,
        Columns.instant(row, 21),
        new PaymentOperation.State(
            row.getInt(22),
            row.getString(23),
            row.getBoolean(24),
            row.getBoolean(25),
            Columns.constant(row, 26, Outcome.class),
            row.getObject(27, Long.class),
            row.getString(28),
            Columns.instant(row, 29)));
  }
}
