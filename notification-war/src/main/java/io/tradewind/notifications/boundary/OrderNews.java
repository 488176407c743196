package io.tradewind.notifications.boundary;

import io.tradewind.contracts.orders.OrderEvent;
import io.tradewind.messaging.Batch;
import io.tradewind.notifications.control.Notifications;
import io.tradewind.notifications.control.OrderTelling;
import io.tradewind.notifications.control.PushPump;
import io.tradewind.notifications.control.SocketTally;
import io.tradewind.notifications.entity.News;
import io.tradewind.notifications.entity.Notification;
import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import jakarta.transaction.TransactionSynchronizationRegistry;
import jakarta.transaction.Transactional;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/** What becomes of orders is stored for their customers, and pushed once it is committed. */
@ApplicationScoped
public class OrderNews {

  @Resource(lookup = "java:comp/TransactionSynchronizationRegistry")
  TransactionSynchronizationRegistry transaction;

  @Inject Notifications notifications;
  @Inject PushPump pump;
  @Inject SocketTally tally;

  @Incoming("order-events")
  @Transactional
  public void take(Batch<OrderEvent> batch) {
    List<News> news = new ArrayList<>();
    batch.each(envelope -> OrderTelling.of(envelope).ifPresent(news::add));
    List<Notification> fresh = notifications.store(news);
    if (!fresh.isEmpty()) {
      transaction.registerInterposedSynchronization(new Pushing(fresh));
    }
  }

  /** A push before the commit could tell what never happened. */
  private final class Pushing implements Synchronization {

    private final List<Notification> fresh;

    Pushing(List<Notification> fresh) {
      this.fresh = fresh;
    }

    @Override
    public void beforeCompletion() {
      // Nothing to do before it is certain.
    }

    @Override
    public void afterCompletion(int status) {
      if (status == Status.STATUS_COMMITTED) {
        pump.stored(fresh);
        fresh.forEach(tally::stored);
      }
    }
  }
}
