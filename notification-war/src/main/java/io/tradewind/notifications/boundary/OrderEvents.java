package io.tradewind.notifications.boundary;

import io.tradewind.contracts.orders.OrderEvent;
import io.tradewind.database.AfterCommit;
import io.tradewind.messaging.Batch;
import io.tradewind.notifications.control.Notifications;
import io.tradewind.notifications.control.OrderNotifications;
import io.tradewind.notifications.control.PushDispatcher;
import io.tradewind.notifications.control.StreamMetrics;
import io.tradewind.notifications.entity.NewNotification;
import io.tradewind.notifications.entity.Notification;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/** What becomes of orders is stored for their customers, and pushed once it is committed. */
@ApplicationScoped
public class OrderEvents {

  @Inject Notifications notifications;
  @Inject AfterCommit afterCommit;
  @Inject PushDispatcher dispatcher;
  @Inject StreamMetrics metrics;

  @Incoming("order-events")
  @Transactional
  public void handle(Batch<OrderEvent> batch) {
    List<NewNotification> news = new ArrayList<>();
    batch.each(envelope -> OrderNotifications.of(envelope).ifPresent(news::add));
    List<Notification> fresh = notifications.store(news);
    if (!fresh.isEmpty()) {
      afterCommit.run(() -> push(fresh));
    }
  }

  /** Before the commit it could tell what never happened. */
  private void push(List<Notification> fresh) {
    dispatcher.stored(fresh);
    fresh.forEach(metrics::stored);
  }
}
