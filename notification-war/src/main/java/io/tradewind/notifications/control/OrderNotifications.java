package io.tradewind.notifications.control;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tradewind.contracts.orders.OrderCancelled;
import io.tradewind.contracts.orders.OrderConfirmed;
import io.tradewind.contracts.orders.OrderDelivered;
import io.tradewind.contracts.orders.OrderEvent;
import io.tradewind.contracts.orders.OrderPlaced;
import io.tradewind.contracts.orders.OrderRejected;
import io.tradewind.contracts.orders.OrderReturned;
import io.tradewind.contracts.orders.OrderShipped;
import io.tradewind.messaging.Envelope;
import io.tradewind.messaging.TraceContext;
import io.tradewind.notifications.entity.NewNotification;
import io.tradewind.values.Money;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * The notifications of an order's events. OrderPlaced gives none, because the customer placed it.
 */
public final class OrderNotifications {

  /** The types of all notifications about orders. */
  static final List<String> TYPES =
      Stream.of(
              OrderConfirmed.class,
              OrderRejected.class,
              OrderCancelled.class,
              OrderShipped.class,
              OrderDelivered.class,
              OrderReturned.class)
          .map(Class::getSimpleName)
          .toList();

  private static final ObjectMapper JSON = new ObjectMapper();

  /** The data of a notification about an order; absent values are omitted. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record OrderData(UUID orderId, String status, String reason, Money total) {}

  private OrderNotifications() {}

  /** The type of a notification is the name of its event. */
  public static Optional<NewNotification> of(Envelope<OrderEvent> envelope) {
    OrderEvent event = envelope.data();
    return data(event)
        .map(
            data ->
                new NewNotification(
                    envelope.id(),
                    event.userId(),
                    event.getClass().getSimpleName(),
                    json(data),
                    envelope.time().truncatedTo(ChronoUnit.MICROS),
                    TraceContext.current()));
  }

  private static Optional<OrderData> data(OrderEvent event) {
    if (event instanceof OrderPlaced) {
      return Optional.empty();
    }
    if (event instanceof OrderConfirmed confirmed) {
      Money total = new Money(confirmed.amount(), confirmed.currency());
      return Optional.of(new OrderData(event.orderId(), "CONFIRMED", null, total));
    }
    if (event instanceof OrderRejected rejected) {
      return plain(event, "REJECTED", rejected.reason());
    }
    if (event instanceof OrderCancelled cancelled) {
      return plain(event, "CANCELLED", cancelled.reason());
    }
    if (event instanceof OrderShipped) {
      return plain(event, "SHIPPED", null);
    }
    if (event instanceof OrderDelivered) {
      return plain(event, "DELIVERED", null);
    }
    if (event instanceof OrderReturned) {
      return plain(event, "RETURNED", null);
    }
    throw new IllegalStateException("no notification is defined for " + event.type());
  }

  private static Optional<OrderData> plain(OrderEvent event, String status, String reason) {
    return Optional.of(new OrderData(event.orderId(), status, reason, null));
  }

  private static String json(OrderData data) {
    try {
      return JSON.writeValueAsString(data);
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException("ids and words are always JSON", impossible);
    }
  }
}
