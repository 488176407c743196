package io.tradewind.payments.boundary;

import io.tradewind.contracts.payments.PaymentCommand;
import io.tradewind.messaging.Batch;
import io.tradewind.payments.control.PaymentIntake;
import io.tradewind.payments.control.PaymentIntake.IntakeResult;
import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import jakarta.transaction.TransactionSynchronizationRegistry;
import jakarta.transaction.Transactional;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/**
 * Receives the commands of the orders. A batch stores commands, with the answers of the provider as
 * far as {@link EarlyCalls} has them. While call slots are free, the same commit leases the
 * payments of other new commands and hands them to the pool afterwards, which saves them the
 * transaction in which waiting work is claimed from the table.
 */
@ApplicationScoped
public class PaymentCommands {

  @Resource(lookup = "java:comp/TransactionSynchronizationRegistry")
  TransactionSynchronizationRegistry registry;

  private final PaymentIntake intake;
  private final EarlyCalls early;
  private final PaymentWorker worker;
  private final ProviderCallPool pool;
  private final WorkerWakeUp signal;

  protected PaymentCommands() {
    this(null, null, null, null, null);
  }

  @Inject
  PaymentCommands(
      PaymentIntake intake,
      EarlyCalls early,
      PaymentWorker worker,
      ProviderCallPool pool,
      WorkerWakeUp signal) {
    this.intake = intake;
    this.early = early;
    this.worker = worker;
    this.pool = pool;
    this.signal = signal;
  }

  @Incoming("payment-commands")
  @Transactional
  public void handle(Batch<PaymentCommand> batch) {
    HandOver handOver = new HandOver();
    // From here on reserved slots are released, however the transaction ends.
    registry.registerInterposedSynchronization(handOver);
    handOver.slots = worker.reserve(batch.messages().size());
    handOver.taken = intake.record(batch, early.calls(), handOver.slots);
  }

  /** Calls start only after the commit, when the work is visible to others. */
  private final class HandOver implements Synchronization {

    private int slots;
    private IntakeResult taken = IntakeResult.NOTHING;

    @Override
    public void beforeCompletion() {
      // Nothing to do before the commit.
    }

    @Override
    public void afterCompletion(int status) {
      if (status != Status.STATUS_COMMITTED) {
        pool.release(slots);
        return;
      }
      pool.release(slots - taken.requests().size());
      pool.call(taken.requests());
      taken.underWay().forEach(pool::settle);
      if (taken.someWait()) {
        signal.workCommitted();
      }
    }
  }
}
