package io.tradewind.orders.boundary;

import io.tradewind.orders.control.CommandRetries;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.UUID;

/** The transactions of {@link CommandRetryTask}. */
@ApplicationScoped
class CommandRetryTransactions {

  @Inject CommandRetries retries;
  @Inject OrderWaiters waiters;

  @Transactional
  void retry() {
    waiters.wakeAfterCommit(retries.retryOverdue());
  }

  @Transactional
  void retry(UUID order) {
    waiters.wakeAfterCommit(retries.retryOverdue(order));
  }

  @Transactional
  List<UUID> ids() {
    return retries.overdue();
  }

  @Transactional
  void postpone(UUID order, Throwable failure) {
    retries.postpone(order, failure);
  }
}
