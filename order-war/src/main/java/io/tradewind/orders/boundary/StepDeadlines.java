package io.tradewind.orders.boundary;

import io.tradewind.orders.control.Patience;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;

/** Looks, every second and in every replica, for commands that nobody has answered. */
@ApplicationScoped
public class StepDeadlines {

  private final Patience patience;
  private final OrderWaiters waiters;

  /** For the proxy alone. */
  StepDeadlines() {
    this(null, null);
  }

  @Inject
  StepDeadlines(Patience patience, OrderWaiters waiters) {
    this.patience = patience;
    this.waiters = waiters;
  }

  @Transactional
  public void sweep() {
    waiters.wakeAfterCommit(patience.askAgain());
  }
}
