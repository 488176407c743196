package io.tradewind.orders.boundary;

import io.tradewind.orders.control.Patience;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.UUID;

/** The transactions of {@link StepDeadlines}. */
@ApplicationScoped
class OverdueOrders {

  private final Patience patience;
  private final OrderWaiters waiters;

  /** For the proxy alone. */
  OverdueOrders() {
    this(null, null);
  }

  @Inject
  OverdueOrders(Patience patience, OrderWaiters waiters) {
    this.patience = patience;
    this.waiters = waiters;
  }

  @Transactional
  void askAgain() {
    waiters.wakeAfterCommit(patience.askAgain());
  }

  @Transactional
  void askAgain(UUID order) {
    waiters.wakeAfterCommit(patience.askAgain(order));
  }

  @Transactional
  List<UUID> ids() {
    return patience.overdue();
  }

  @Transactional
  void putOff(UUID order, Throwable failure) {
    patience.putOff(order, failure);
  }
}
