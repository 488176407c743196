package io.tradewind.orders.boundary;

import io.tradewind.database.RetryableFailures;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.UUID;

/**
 * Retries commands without an answer, every second and in every replica. Orders are handled
 * together; after a permanent failure each is handled alone, so that an order that a newer version
 * wrote, or that is damaged, is postponed and delays no other.
 */
@ApplicationScoped
public class CommandRetryTask {

  private static final Logger LOG = System.getLogger(CommandRetryTask.class.getName());

  @Inject CommandRetryTransactions transactions;

  public void sweep() {
    try {
      transactions.retry();
    } catch (RuntimeException failed) {
      RetryableFailures.rethrowIfRetryable(failed);
      LOG.log(Level.WARNING, "Retrying order by order after {0}", failed);
      transactions.ids().forEach(this::alone);
    }
  }

  private void alone(UUID order) {
    try {
      transactions.retry(order);
    } catch (RuntimeException failed) {
      RetryableFailures.rethrowIfRetryable(failed);
      LOG.log(Level.ERROR, "Order " + order + " cannot be read and is postponed", failed);
      transactions.postpone(order, failed);
    }
  }
}
