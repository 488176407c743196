package io.tradewind.payments.boundary;

import io.tradewind.database.RetryableFailures;
import io.tradewind.payments.control.OperationProgress.CompletedCall;
import io.tradewind.payments.entity.ProviderRequest;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * Transactions in which a payment that cannot be read, decided or written delays no other: it is
 * postponed alone. When the database is unavailable nothing is isolated, and answers are kept until
 * they can be written.
 */
final class OperationIsolation {

  private static final Logger LOG = System.getLogger(OperationIsolation.class.getName());

  private final ProviderTransactions transactions;
  private final Consumer<List<CompletedCall>> unwritten;

  /**
   * @param unwritten takes back answers that could not be written, to be settled again
   */
  OperationIsolation(ProviderTransactions transactions, Consumer<List<CompletedCall>> unwritten) {
    this.transactions = transactions;
    this.unwritten = unwritten;
  }

  List<ProviderRequest> claim(int atMost) {
    try {
      return transactions.claim(atMost);
    } catch (RuntimeException failed) {
      RetryableFailures.rethrowIfRetryable(failed);
      LOG.log(Level.WARNING, "payments are claimed one by one", failed);
      return claimEach(transactions.due(atMost));
    }
  }

  /** Claimed payments will be called, so this throws nothing. */
  private List<ProviderRequest> claimEach(List<UUID> due) {
    List<ProviderRequest> requests = new ArrayList<>();
    for (UUID order : due) {
      try {
        transactions.claim(order).ifPresent(requests::add);
      } catch (RuntimeException failed) {
        if (RetryableFailures.isRetryable(failed) || !postpone(order, failed)) {
          return requests;
        }
      }
    }
    return requests;
  }

  /**
   * Returns whether some of these payments have more due work. Throws when the database is
   * unavailable, after giving back what is not written.
   */
  boolean settle(List<CompletedCall> heard) {
    try {
      return transactions.settle(heard);
    } catch (RuntimeException failed) {
      if (RetryableFailures.isRetryable(failed)) {
        unwritten.accept(heard);
        throw failed;
      }
      return heard.size() > 1 ? settleHalves(heard) : giveUp(heard, failed);
    }
  }

  private boolean settleHalves(List<CompletedCall> heard) {
    int half = heard.size() / 2;
    boolean more;
    try {
      more = settle(heard.subList(0, half));
    } catch (RuntimeException away) {
      unwritten.accept(heard.subList(half, heard.size()));
      throw away;
    }
    return more | settle(heard.subList(half, heard.size()));
  }

  /** The provider repeats its answer when it is asked again under the same key. */
  private boolean giveUp(List<CompletedCall> one, RuntimeException failed) {
    if (!postpone(one.get(0).asked().orderId(), failed)) {
      unwritten.accept(one);
      throw failed;
    }
    return false;
  }

  /**
   * Returns false when the database is unavailable; a payment that cannot be postponed waits for
   * its lease.
   */
  private boolean postpone(UUID order, RuntimeException why) {
    LOG.log(Level.WARNING, "payment " + order + " is postponed", why);
    try {
      transactions.postpone(order, reason(why));
    } catch (RuntimeException failed) {
      LOG.log(Level.WARNING, "payment " + order + " cannot be postponed", failed);
      return !RetryableFailures.isRetryable(failed);
    }
    return true;
  }

  /** One line, without the rows that the database quotes below it. */
  static String reason(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    String words =
        String.valueOf(root.getMessage())
            .lines()
            .filter(line -> !line.isBlank() && !line.startsWith("Exception ["))
            .findFirst()
            .orElse("");
    return root.getClass().getSimpleName() + ": " + words;
  }
}
