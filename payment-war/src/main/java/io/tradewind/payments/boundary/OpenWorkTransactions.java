package io.tradewind.payments.boundary;

import io.tradewind.payments.control.LedgerDifferences;
import io.tradewind.payments.control.OpenWork;
import io.tradewind.payments.control.Payments;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;

/** Counts the open work in the database. */
@ApplicationScoped
public class OpenWorkTransactions {

  @Inject Payments payments;
  @Inject LedgerDifferences differences;
  @Inject ReconciliationTransactions transactions;

  @Transactional
  public OpenWork count() {
    long undecided = differences.undecided();
    return payments.openWork().with(undecided, transactions.isStopped(undecided));
  }
}
