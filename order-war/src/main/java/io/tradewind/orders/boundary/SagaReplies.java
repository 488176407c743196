package io.tradewind.orders.boundary;

import static java.util.stream.Collectors.toSet;

import io.tradewind.contracts.inventory.InventoryEvent;
import io.tradewind.contracts.inventory.StockCommitted;
import io.tradewind.contracts.inventory.StockRejected;
import io.tradewind.contracts.inventory.StockReleased;
import io.tradewind.contracts.inventory.StockReserved;
import io.tradewind.contracts.inventory.StockRestocked;
import io.tradewind.contracts.inventory.StockShipped;
import io.tradewind.contracts.payments.CaptureFailed;
import io.tradewind.contracts.payments.PaymentAuthorized;
import io.tradewind.contracts.payments.PaymentCaptured;
import io.tradewind.contracts.payments.PaymentDeclined;
import io.tradewind.contracts.payments.PaymentEvent;
import io.tradewind.contracts.payments.PaymentRefunded;
import io.tradewind.contracts.payments.PaymentVoided;
import io.tradewind.messaging.Batch;
import io.tradewind.orders.control.OrderProgress;
import io.tradewind.orders.control.Orders;
import io.tradewind.orders.entity.Order;
import io.tradewind.orders.entity.SagaSignal;
import io.tradewind.orders.entity.SagaSignal.Answer;
import io.tradewind.values.Money;
import io.tradewind.values.PermanentFailure;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/**
 * Handles the answers of payment and stock. A batch is one transaction: its orders are locked and
 * read together, the answers are applied one after the other, and all is written together. An
 * answer that the saga refuses is thrown and thus parked, which delays only its own order.
 */
@ApplicationScoped
public class SagaReplies {

  @Inject Orders orders;
  @Inject OrderProgress progress;
  @Inject OrderWaiters waiters;

  @Incoming("payment-events")
  @Transactional
  public void paymentAnswers(Batch<PaymentEvent> batch) {
    Map<UUID, Order> locked =
        orders.lock(
            batch.messages().stream().map(message -> message.data().orderId()).collect(toSet()));
    batch.each(
        message -> {
          PaymentEvent event = message.data();
          Order order = known(locked, event.orderId());
          moved(event).ifPresent(order::costs);
          progress.receive(order, event.commandId(), signalOf(event));
        });
    waiters.wakeAfterCommit(locked.values());
  }

  @Incoming("inventory-events")
  @Transactional
  public void stockAnswers(Batch<InventoryEvent> batch) {
    Map<UUID, Order> locked =
        orders.lock(
            batch.messages().stream().map(message -> message.data().orderId()).collect(toSet()));
    batch.each(
        message -> {
          InventoryEvent event = message.data();
          progress.receive(known(locked, event.orderId()), event.commandId(), signalOf(event));
        });
    waiters.wakeAfterCommit(locked.values());
  }

  private static Order known(Map<UUID, Order> locked, UUID orderId) {
    Order order = locked.get(orderId);
    if (order == null) {
      throw new OrderUnknown(orderId);
    }
    return order;
  }

  /** An answer that moves the order forward is about the whole total. */
  private static Optional<Money> moved(PaymentEvent event) {
    if (event instanceof PaymentAuthorized held) {
      return Optional.of(new Money(held.amount(), held.currency()));
    }
    if (event instanceof PaymentCaptured taken) {
      return Optional.of(new Money(taken.amount(), taken.currency()));
    }
    return Optional.empty();
  }

  static Answer signalOf(PaymentEvent event) {
    if (event instanceof PaymentAuthorized) {
      return new SagaSignal.PaymentAuthorized();
    }
    if (event instanceof PaymentDeclined declined) {
      return new SagaSignal.PaymentDeclined(declined.reason());
    }
    if (event instanceof PaymentCaptured) {
      return new SagaSignal.PaymentCaptured();
    }
    if (event instanceof CaptureFailed failed) {
      return new SagaSignal.CaptureFailed(failed.reason());
    }
    if (event instanceof PaymentVoided) {
      return new SagaSignal.PaymentVoided();
    }
    if (event instanceof PaymentRefunded) {
      return new SagaSignal.PaymentRefunded();
    }
    throw new IllegalArgumentException("no signal for " + event.type());
  }

  static Answer signalOf(InventoryEvent event) {
    if (event instanceof StockReserved) {
      return new SagaSignal.StockReserved();
    }
    if (event instanceof StockRejected rejected) {
      return new SagaSignal.StockRejected(rejected.reason());
    }
    if (event instanceof StockCommitted) {
      return new SagaSignal.StockCommitted();
    }
    if (event instanceof StockReleased) {
      return new SagaSignal.StockReleased();
    }
    if (event instanceof StockShipped) {
      return new SagaSignal.StockShipped();
    }
    if (event instanceof StockRestocked) {
      return new SagaSignal.StockRestocked();
    }
    throw new IllegalArgumentException("no signal for " + event.type());
  }

  /** An answer for an order that this service never placed. */
  static class OrderUnknown extends RuntimeException implements PermanentFailure {
    OrderUnknown(UUID orderId) {
      super("there is no order " + orderId);
    }
  }
}
