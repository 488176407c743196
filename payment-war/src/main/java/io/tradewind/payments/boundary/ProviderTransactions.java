package io.tradewind.payments.boundary;

import io.tradewind.payments.control.OperationProgress;
import io.tradewind.payments.control.OperationProgress.CompletedCall;
import io.tradewind.payments.entity.ProviderRequest;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * For calls that are not stored with their answers: one transaction before, one after, none during
 * the call.
 */
@ApplicationScoped
public class ProviderTransactions {

  private final OperationProgress progress;

  protected ProviderTransactions() {
    this(null);
  }

  @Inject
  ProviderTransactions(OperationProgress progress) {
    this.progress = progress;
  }

  @Transactional
  public List<ProviderRequest> claim(int atMost) {
    return progress.claim(atMost);
  }

  /** Claims one due payment; empty when another replica has it, or it needs no call. */
  @Transactional
  public Optional<ProviderRequest> claim(UUID order) {
    return progress.claim(order);
  }

  /** The payments with due work, without loading them. */
  @Transactional
  public List<UUID> due(int atMost) {
    return progress.due(atMost);
  }

  /** Postpones the payment and lists it with this reason. */
  @Transactional
  public void postpone(UUID order, String why) {
    progress.postpone(order, why);
  }

  /** Returns whether some of these payments have more due work. */
  @Transactional
  public boolean settle(List<CompletedCall> finished) {
    return progress.settle(finished);
  }
}
