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

/** Stores notifications about orders for their customers, and pushes them after the commit. */
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

  /** After the commit, so that no event is pushed that is rolled back. */
  private void push(List<Notification> fresh) {
    dispatcher.stored(fresh);
    fresh.forEach(metrics::stored);
  }
}
