package io.tradewind.notifications.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradewind.contracts.orders.OrderCancelled;
import io.tradewind.contracts.orders.OrderConfirmed;
import io.tradewind.contracts.orders.OrderDelivered;
import io.tradewind.contracts.orders.OrderEvent;
import io.tradewind.contracts.orders.OrderPlaced;
import io.tradewind.contracts.orders.OrderRejected;
import io.tradewind.contracts.orders.OrderReturned;
import io.tradewind.contracts.orders.OrderShipped;
import io.tradewind.messaging.Batch;
import io.tradewind.messaging.Envelope;
import io.tradewind.notifications.entity.NewNotification;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class OrderNotificationsTest {

  private final UUID order = UUID.randomUUID();
  private final UUID ann = UUID.randomUUID();

  @Test
  void aConfirmationSaysTheTotal() {
    NewNotification fresh = newsOf(new OrderConfirmed(order, ann, 1299, "EUR"));

    assertThat(fresh.type()).isEqualTo("OrderConfirmed");
    assertThat(fresh.userId()).isEqualTo(ann);
    assertThat(fresh.data())
        .isEqualTo(
            "{\"orderId\":\"%s\",\"status\":\"CONFIRMED\",\"total\":{\"amount\":1299,\"currency\":\"EUR\"}}"
                .formatted(order));
  }

  @Test
  void aRejectionSaysWhy() {
    NewNotification fresh = newsOf(new OrderRejected(order, ann, "card-declined"));

    assertThat(fresh.data())
        .isEqualTo(
            "{\"orderId\":\"%s\",\"status\":\"REJECTED\",\"reason\":\"card-declined\"}"
                .formatted(order));
  }

  @Test
  void theNotificationHasTheIdOfItsEventSoThatASecondArrivalIsKnown() {
    Envelope<OrderEvent> envelope = envelopeOf(new OrderShipped(order, ann));

    assertThat(OrderNotifications.of(envelope)).map(NewNotification::id).hasValue(envelope.id());
  }

  @Test
  void aPlacedOrderIsNoNotification() {
    assertThat(OrderNotifications.of(envelopeOf(new OrderPlaced(order, ann, 1299, "EUR"))))
        .isEmpty();
  }

  @Test
  void everyOtherEventOfAnOrderIsToldUnderItsOwnName() {
    assertThat(newsOf(new OrderCancelled(order, ann, "cancelled")).type())
        .isEqualTo("OrderCancelled");
    assertThat(newsOf(new OrderShipped(order, ann)).type()).isEqualTo("OrderShipped");
    assertThat(newsOf(new OrderDelivered(order, ann)).type()).isEqualTo("OrderDelivered");
    assertThat(newsOf(new OrderReturned(order, ann)).type()).isEqualTo("OrderReturned");
    assertThat(OrderNotifications.TYPES)
        .hasSize(OrderEvent.class.getPermittedSubclasses().length - 1);
  }

  private static NewNotification newsOf(OrderEvent event) {
    return OrderNotifications.of(envelopeOf(event)).orElseThrow();
  }

  private static Envelope<OrderEvent> envelopeOf(OrderEvent event) {
    return Batch.of(event).messages().get(0);
  }
}
