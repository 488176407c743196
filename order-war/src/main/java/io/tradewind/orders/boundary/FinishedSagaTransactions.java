package io.tradewind.orders.boundary;

import io.tradewind.orders.control.FinishedSagas;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;

/** Deletes data of sagas that ended long ago, every few seconds and in every replica. */
@ApplicationScoped
public class FinishedSagaTransactions {

  @Inject FinishedSagas finished;

  @Transactional
  public void sweep() {
    finished.forget();
  }
}
