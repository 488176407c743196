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
public class StepDeadlines {

  private static final Logger LOG = System.getLogger(StepDeadlines.class.getName());

  @Inject OverdueTransactions transactions;

  public void sweep() {
    try {
      transactions.askAgain();
    } catch (RuntimeException failed) {
      unlessItHeals(failed);
      LOG.log(Level.WARNING, "Asking again one order after the other after {0}", failed);
      transactions.ids().forEach(this::alone);
    }
  }

  private void alone(UUID order) {
    try {
      transactions.askAgain(order);
    } catch (RuntimeException failed) {
      unlessItHeals(failed);
      LOG.log(Level.ERROR, "Order " + order + " cannot be read and is postponed", failed);
      transactions.postpone(order, failed);
    }
  }

  /** A failure of every order is not the fault of one. */
  private static void unlessItHeals(RuntimeException failure) {
    if (RetryableFailures.isRetryable(failure)) {
      throw failure;
    }
  }
}
