package io.tradewind.payments.boundary;

import io.tradewind.payments.entity.ProviderRequest;
import io.tradewind.scheduling.Heartbeat;
import io.tradewind.scheduling.Heartbeats;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Shutdown;
import jakarta.enterprise.event.Startup;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Works through stored operations. One thread does the database work: it writes all finished calls
 * in one transaction, then claims as many payments as there are free slots. Other threads only call
 * the provider. So calls that finish together share a commit, and a slow call blocks only its own
 * thread.
 *
 * <p>What a crash loses is claimed again when its lease expires.
 */
@ApplicationScoped
public class PaymentWorker {

  private static final Logger LOG = System.getLogger(PaymentWorker.class.getName());
  private static final Duration PAUSE_AFTER_FAILURE = Duration.ofMillis(500);
  private static final Duration LAST_CALLS = Duration.ofSeconds(8);
  private static final Duration LAST_WRITE = Duration.ofSeconds(2);

  @Resource(lookup = "java:comp/DefaultManagedThreadFactory")
  ManagedThreadFactory threads;

  private final OperationIsolation transactions;
  private final ProviderCallPool pool;
  private final WorkerWakeUp signal;
  private final Duration poll;
  private Thread thread;
  private volatile boolean look = true;
  private volatile boolean running;
  private volatile Heartbeat heartbeat = new Heartbeat();

  protected PaymentWorker() {
    this(null, null, null, null);
  }

  @Inject
  PaymentWorker(
      ProviderTransactions transactions,
      ProviderCallPool pool,
      WorkerWakeUp signal,
      @ConfigProperty(name = "tradewind.payments.poll") Duration poll) {
    this.transactions = new OperationIsolation(transactions, unwritten -> pool.requeue(unwritten));
    this.pool = pool;
    this.signal = signal;
    this.poll = poll;
  }

  void start(@Observes Startup event, Heartbeats heartbeats) {
    heartbeat = heartbeats.of("payment-desk");
    pool.start();
    running = true;
    thread = threads.newThread(this::work);
    thread.setName("payment-desk");
    thread.start();
  }

  /** Calls in flight may finish and be written; the others keep their leases. */
  void stop(@Observes Shutdown event) throws InterruptedException {
    pool.stop(LAST_CALLS);
    running = false;
    signal.wake();
    thread.join(LAST_WRITE.toMillis());
    thread.interrupt();
  }

  /**
   * Reserves slots for new work; none while older work waits, which would be overtaken for ever
   * under load.
   */
  int reserve(int wanted) {
    return look ? 0 : pool.reserve(wanted);
  }

  private void work() {
    try {
      turnUntilStopped();
    } finally {
      heartbeat.end();
    }
  }

  /** Errors are caught too: without this thread payments would silently stop. */
  private void turnUntilStopped() {
    while (running || pool.hasFinished()) {
      heartbeat.beat();
      try {
        turn();
      } catch (InterruptedException ended) {
        return;
      } catch (RuntimeException | Error failed) {
        LOG.log(Level.WARNING, "payments pause after a failure", failed);
        look = true;
        LockSupport.parkNanos(PAUSE_AFTER_FAILURE.toNanos());
        if (Thread.interrupted()) {
          return;
        }
      }
    }
  }

  private void turn() throws InterruptedException {
    look |= signal.workWaits() | settleFinished();
    if (look && running) {
      claim();
    }
    if (!pool.hasFinished()) {
      look |= !signal.await(poll);
    }
  }

  private void claim() {
    int slots = pool.reserveHalf();
    if (slots == 0) {
      return;
    }
    List<ProviderRequest> requests = List.of();
    try {
      requests = transactions.claim(slots);
    } finally {
      pool.release(slots - requests.size());
    }
    pool.call(requests);
    // The batch was full: there may be more, as soon as a slot is free.
    look = requests.size() == slots;
  }

  private boolean settleFinished() {
    return pool.hasFinished() && transactions.settle(pool.takeFinished());
  }
}
