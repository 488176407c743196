package io.tradewind.orders.entity;

import static io.tradewind.orders.entity.OrderStatus.*;
import static io.tradewind.orders.entity.SagaCommand.*;

import io.tradewind.orders.entity.SagaSignal.*;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The whole saga as a pure function: no clock, no database, no broker.
 *
 * <p>An order is authorised, reserved, then captured. Before the capture, compensation is cheap;
 * from then on failures are only retried forward, and a customer who changes their mind gets a
 * refund as a new step. A pair without a row is refused.
 *
 * <p>A compensation ends when <em>every</em> command is answered, including the overtaken forward
 * ones: so a dead order never gets a late answer, and none of its commands is in flight. This costs
 * nothing, because a forward command and its compensation use the same topic and key and are
 * answered in that order.
 *
 * <p>Shipping stock is awaited too, although the order has settled by then: unanswered commands are
 * retried in every status. So is COMMIT_STOCK, which only earlier versions sent: inventory now
 * hears that an order is confirmed.
 */
public final class OrderSaga {

  /**
   * One row: in this status, on this signal, go to that status and send these commands, in order.
   */
  public record Row(
      OrderStatus in, Class<? extends SagaSignal> on, OrderStatus goTo, List<SagaCommand> send) {}

  /** The result of a signal; {@code awaiting} includes the commands to be sent now. */
  public record Reaction(OrderStatus status, List<SagaCommand> send, Set<SagaCommand> awaiting) {}

  // spotless:off
  private static final List<Row> TABLE =
      List.of(
          row(NEW, OrderPlaced.class, AUTHORIZING, AUTHORIZE_PAYMENT),
          row(AUTHORIZING, PaymentAuthorized.class, RESERVING, RESERVE_STOCK),
          row(AUTHORIZING, PaymentDeclined.class, REJECTED),
          row(AUTHORIZING, CancellationRequested.class, CANCELLING, VOID_PAYMENT),
          row(AUTHORIZING, StepOverdue.class, CANCELLING, VOID_PAYMENT),
          row(RESERVING, StockReserved.class, CAPTURING, CAPTURE_PAYMENT),
          row(RESERVING, StockRejected.class, REJECTING, VOID_PAYMENT),
          row(RESERVING, CancellationRequested.class, CANCELLING, RELEASE_STOCK, VOID_PAYMENT),
          row(RESERVING, StepOverdue.class, CANCELLING, RELEASE_STOCK, VOID_PAYMENT),

          // The pivot. A cancellation is refused here and may be retried a moment later.
          row(CAPTURING, PaymentCaptured.class, CONFIRMED),
          row(CAPTURING, CaptureFailed.class, REJECTING, RELEASE_STOCK, VOID_PAYMENT),
          row(CONFIRMED, StockCommitted.class, CONFIRMED),
          row(CONFIRMED, CancellationRequested.class, CANCELLING, RELEASE_STOCK, REFUND_PAYMENT),
          row(CONFIRMED, Shipped.class, SHIPPED, SHIP_STOCK),
          row(SHIPPED, StockCommitted.class, SHIPPED),
          row(SHIPPED, StockShipped.class, SHIPPED),
          row(SHIPPED, Delivered.class, DELIVERED),
          row(SHIPPED, Returned.class, RETURNING, RESTOCK, REFUND_PAYMENT),
          row(DELIVERED, StockCommitted.class, DELIVERED),
          row(DELIVERED, StockShipped.class, DELIVERED),
          row(DELIVERED, Returned.class, RETURNING, RESTOCK, REFUND_PAYMENT),

          // Rejecting begins with nothing in flight, so only compensations are answered.
          row(REJECTING, PaymentVoided.class, REJECTING),
          row(REJECTING, StockReleased.class, REJECTING),
          row(REJECTING, Undone.class, REJECTED),

          // A late answer to an overtaken command changes nothing: its compensation follows on the
          // same
          // key.
          row(CANCELLING, PaymentAuthorized.class, CANCELLING),
          row(CANCELLING, PaymentDeclined.class, CANCELLING),
          row(CANCELLING, StockReserved.class, CANCELLING),
          row(CANCELLING, StockRejected.class, CANCELLING),
          row(CANCELLING, StockCommitted.class, CANCELLING),
          row(CANCELLING, PaymentVoided.class, CANCELLING),
          row(CANCELLING, StockReleased.class, CANCELLING),
          row(CANCELLING, PaymentRefunded.class, CANCELLING),
          row(CANCELLING, CancellationRequested.class, CANCELLING),
          row(CANCELLING, Undone.class, CANCELLED),
          row(CANCELLED, CancellationRequested.class, CANCELLED),
          row(RETURNING, StockCommitted.class, RETURNING),
          row(RETURNING, StockShipped.class, RETURNING),
          row(RETURNING, StockRestocked.class, RETURNING),
          row(RETURNING, PaymentRefunded.class, RETURNING),
          row(RETURNING, Undone.class, RETURNED));
  // spotless:on

  private static final Map<OrderStatus, Map<Class<? extends SagaSignal>, Row>> BY_PAIR = index();

  private OrderSaga() {}

  /**
   * The result of a signal, or empty when it is refused: the pair has no row, or it answers a
   * command that is not awaited.
   */
  public static Optional<Reaction> react(
      OrderStatus status, Set<SagaCommand> awaiting, SagaSignal signal) {
    if (signal instanceof Answer answer && !awaiting.contains(answer.answers())) {
      return Optional.empty();
    }
    if (signal instanceof Undone && !awaiting.isEmpty()) {
      return Optional.empty();
    }
    return rowFor(status, signal.getClass())
        .map(row -> new Reaction(row.goTo(), row.send(), stillAwaiting(awaiting, signal, row)));
  }

  /** Whether all compensations are answered, so that only the final status is missing. */
  public static boolean undone(OrderStatus status, Set<SagaCommand> awaiting) {
    return awaiting.isEmpty() && rowFor(status, Undone.class).isPresent();
  }

  /** The table in its documented order. */
  public static List<Row> rows() {
    return TABLE;
  }

  static Optional<Row> rowFor(OrderStatus status, Class<? extends SagaSignal> signal) {
    return Optional.ofNullable(BY_PAIR.getOrDefault(status, Map.of()).get(signal));
  }

  private static Set<SagaCommand> stillAwaiting(
      Set<SagaCommand> awaiting, SagaSignal signal, Row row) {
    Set<SagaCommand> after = EnumSet.noneOf(SagaCommand.class);
    after.addAll(awaiting);
    if (signal instanceof Answer answer) {
      after.remove(answer.answers());
    }
    after.addAll(row.send());
    return Collections.unmodifiableSet(after);
  }

  private static Row row(
      OrderStatus in, Class<? extends SagaSignal> on, OrderStatus goTo, SagaCommand... send) {
    return new Row(in, on, goTo, List.of(send));
  }

  private static Map<OrderStatus, Map<Class<? extends SagaSignal>, Row>> index() {
    Map<OrderStatus, Map<Class<? extends SagaSignal>, Row>> index =
        new EnumMap<>(OrderStatus.class);
    for (Row row : TABLE) {
      index.computeIfAbsent(row.in(), status -> new HashMap<>()).put(row.on(), row);
    }
    return index;
  }
}
