package io.tradewind.payments.boundary;

import io.tradewind.payments.control.Findings;
import io.tradewind.payments.control.OpenWork;
import io.tradewind.payments.control.Payments;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;

/** The open work as the database has it. */
@ApplicationScoped
public class OpenWorkCensus {

  private final Payments payments;
  private final Findings findings;
  private final ReconciliationDesk reconciliation;

  protected OpenWorkCensus() {
    this(null, null, null);
  }

  @Inject
  OpenWorkCensus(Payments payments, Findings findings, ReconciliationDesk reconciliation) {
    this.payments = payments;
    this.findings = findings;
    this.reconciliation = reconciliation;
  }

  @Transactional
  public OpenWork count() {
    long undecided = findings.undecided();
    return payments.openWork().with(undecided, reconciliation.isStopped(undecided));
  }
}
