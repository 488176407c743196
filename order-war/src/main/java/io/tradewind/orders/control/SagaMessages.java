package io.tradewind.orders.control;

import io.tradewind.contracts.Message;
import io.tradewind.contracts.inventory.CommitStock;
import io.tradewind.contracts.inventory.ReleaseStock;
import io.tradewind.contracts.inventory.ReserveStock;
import io.tradewind.contracts.inventory.Restock;
import io.tradewind.contracts.inventory.ShipStock;
import io.tradewind.contracts.inventory.StockLine;
import io.tradewind.contracts.orders.OrderCancelled;
import io.tradewind.contracts.orders.OrderConfirmed;
import io.tradewind.contracts.orders.OrderDelivered;
import io.tradewind.contracts.orders.OrderPlaced;
import io.tradewind.contracts.orders.OrderRejected;
import io.tradewind.contracts.orders.OrderReturned;
import io.tradewind.contracts.orders.OrderShipped;
import io.tradewind.contracts.orders.OrderedLine;
import io.tradewind.contracts.payments.AuthorizePayment;
import io.tradewind.contracts.payments.CapturePayment;
import io.tradewind.contracts.payments.RefundPayment;
import io.tradewind.contracts.payments.VoidPayment;
import io.tradewind.orders.entity.Order;
import io.tradewind.orders.entity.OrderStatus;
import io.tradewind.orders.entity.SagaCommand;
import io.tradewind.values.Ids;
import io.tradewind.values.Money;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Maps the saga to messages: each command to a message, each settled status to an event. */
final class SagaMessages {

  private SagaMessages() {}

  static Message command(Order order, SagaCommand kind) {
    UUID id = order.id();
    Money total = order.total();
    return switch (kind) {
      case AUTHORIZE_PAYMENT ->
          new AuthorizePayment(
              id, order.userId(), total.amount(), total.currency(), order.paymentMethod());
      case CAPTURE_PAYMENT -> new CapturePayment(id, total.amount(), total.currency());
      case VOID_PAYMENT -> new VoidPayment(id);
      case REFUND_PAYMENT -> new RefundPayment(id, total.amount(), total.currency());
      case RESERVE_STOCK -> new ReserveStock(id, stockLines(order));
      case COMMIT_STOCK -> new CommitStock(id);
      case RELEASE_STOCK -> new ReleaseStock(id);
      case SHIP_STOCK -> new ShipStock(id);
      case RESTOCK -> new Restock(id);
    };
  }

  /** The event to publish when the order reaches this status, if any. */
  static Optional<Message> event(Order order, OrderStatus reached) {
    UUID id = order.id();
    UUID user = order.userId();
    Money total = order.total();
    return Optional.ofNullable(
        switch (reached) {
          case AUTHORIZING -> placed(order, null);
          case CONFIRMED -> new OrderConfirmed(id, user, total.amount(), total.currency());
          case REJECTED -> new OrderRejected(id, user, order.reason());
          case CANCELLED -> new OrderCancelled(id, user, order.reason());
          case SHIPPED -> new OrderShipped(id, user);
          case DELIVERED -> new OrderDelivered(id, user);
          case RETURNED -> new OrderReturned(id, user);
          case NEW, RESERVING, CAPTURING, REJECTING, CANCELLING, RETURNING -> null;
        });
  }

  /** The event with all that is needed to recreate the order. */
  static OrderPlaced placed(Order order, String requestHash) {
    Money total = order.total();
    return new OrderPlaced(
        order.id(),
        order.userId(),
        total.amount(),
        total.currency(),
        order.lines().stream()
            .map(
                line ->
                    new OrderedLine(
                        line.sku(), line.name(), line.quantity(), line.unitPrice().amount()))
            .toList(),
        order.paymentMethod(),
        requestHash);
  }

  /** The same event has the same id, even if the order reaches a status again. */
  static UUID eventId(Order order, OrderStatus reached) {
    return Ids.derived(order.id(), "came to " + reached);
  }

  private static List<StockLine> stockLines(Order order) {
    return order.units().entrySet().stream()
        .map(entry -> new StockLine(entry.getKey(), entry.getValue()))
        .toList();
  }
}
