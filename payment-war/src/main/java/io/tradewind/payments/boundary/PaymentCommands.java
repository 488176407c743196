package io.tradewind.payments.boundary;

import io.tradewind.contracts.payments.PaymentCommand;
import io.tradewind.messaging.Batch;
import io.tradewind.payments.control.PaymentIntake;
import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import jakarta.transaction.TransactionSynchronizationRegistry;
import jakarta.transaction.Transactional;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/** What orders ask of their payments. */
@ApplicationScoped
public class PaymentCommands {

  @Resource(lookup = "java:comp/TransactionSynchronizationRegistry")
  private TransactionSynchronizationRegistry registry;

  private final PaymentIntake intake;
  private final WorkBell bell;

  protected PaymentCommands() {
    this(null, null);
  }

  @Inject
  PaymentCommands(PaymentIntake intake, WorkBell bell) {
    this.intake = intake;
    this.bell = bell;
  }

  @Incoming("payment-commands")
  @Transactional
  public void take(Batch<PaymentCommand> batch) {
    if (intake.record(batch)) {
      registry.registerInterposedSynchronization(new RingAfterCommit());
    }
  }

  private final class RingAfterCommit implements Synchronization {

    @Override
    public void beforeCompletion() {
      // The bell is for work that others can see, which it is only after the commit.
    }

    @Override
    public void afterCompletion(int status) {
      if (status == Status.STATUS_COMMITTED) {
        bell.ring();
      }
    }
  }
}
