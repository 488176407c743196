package io.tradewind.payments.boundary;

import io.tradewind.payments.control.OpenWork;
import io.tradewind.payments.control.Payments;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;

/** The open work as the database has it. */
@ApplicationScoped
public class OpenWorkCensus {

  private final Payments payments;

  protected OpenWorkCensus() {
    this(null);
  }

  @Inject
  OpenWorkCensus(Payments payments) {
    this.payments = payments;
  }

  @Transactional
  public OpenWork count() {
    return payments.openWork();
  }
}
