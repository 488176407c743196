package io.tradewind.contracts.orders;

import io.tradewind.contracts.Message;
import java.util.UUID;

/** An event of an order, on topic {@code order-events}, keyed by order id. */
public sealed interface OrderEvent extends Message
    permits OrderPlaced,
        OrderConfirmed,
        OrderRejected,
        OrderCancelled,
        OrderShipped,
        OrderDelivered,
        OrderReturned {

  UUID orderId();

  /** The customer who placed the order. */
  UUID userId();

  @Override
  default String key() {
    return orderId().toString();
  }
}
