package io.tradewind.orders.boundary;

import io.tradewind.orders.control.FinishedSagas;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;

/** Lets go, every few seconds and in every replica, of sagas that ended long ago. */
@ApplicationScoped
public class SagaRetention {

  private final FinishedSagas finished;

  /** Needed by the CDI proxy. */
  SagaRetention() {
    this(null);
  }

  @Inject
  SagaRetention(FinishedSagas finished) {
    this.finished = finished;
  }

  @Transactional
  public void sweep() {
    finished.forget();
  }
}
