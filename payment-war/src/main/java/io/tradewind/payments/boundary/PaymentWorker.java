package io.tradewind.payments.boundary;

import io.tradewind.payments.entity.ProviderRequest;
import io.tradewind.scheduling.AdaptiveLinger;
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
 * Works through what was written down. One thread owns the database side: it writes the calls that
 * have finished, all of them in one transaction, then claims as many payments as calls may still be
 * made. The callers only call. So commits are shared by whatever finishes together, and a slow call
 * holds one of the callers and nothing else.
 *
 * <p>What is lost here in a crash is found again when its lease runs out.
 */
@ApplicationScoped
public class PaymentWorker {

  private static final Logger LOG = System.getLogger(PaymentWorker.class.getName());
  private static final Duration PAUSE_AFTER_FAILURE = Duration.ofMillis(500);
  private static final Duration LAST_CALLS = Duration.ofSeconds(8);
  private static final Duration LAST_WRITE = Duration.ofSeconds(2);

  @Resource(lookup = "java:comp/DefaultManagedThreadFactory")
  private ManagedThreadFactory threads;

  private final OperationIsolation transactions;
  private final ProviderCallPool pool;
  private final WorkSignal signal;
  private final Duration poll;
  private final AdaptiveLinger linger;
  private Thread thread;
  private volatile boolean look = true;
  private volatile boolean running;
  private volatile Heartbeat heartbeat = new Heartbeat();

  protected PaymentWorker() {
    this(null, null, null, null, Duration.ZERO);
  }

  @Inject
  PaymentWorker(
      ProviderTransactions transactions,
      ProviderCallPool pool,
      WorkSignal signal,
      @ConfigProperty(name = "tradewind.payments.poll") Duration poll,
      @ConfigProperty(name = "tradewind.payments.gather") Duration gather) {
    this.transactions = new OperationIsolation(transactions, unwritten -> pool.takeBack(unwritten));
    this.pool = pool;
    this.signal = signal;
    this.poll = poll;
    this.linger = AdaptiveLinger.upTo(gather);
  }

  void start(@Observes Startup event, Heartbeats heartbeats) {
    heartbeat = heartbeats.of("payment-desk");
    pool.start();
    running = true;
    thread = threads.newThread(this::work);
    thread.setName("payment-desk");
    thread.start();
  }

  /** Calls that are under way may end and be written; what does not end in time keeps its lease. */
  void stop(@Observes Shutdown event) throws InterruptedException {
    pool.stop(LAST_CALLS);
    running = false;
    signal.wake();
    thread.join(LAST_WRITE.toMillis());
    thread.interrupt();
  }

  /**
   * Slots for work that has just come. None while older work waits: it would be overtaken for ever
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

  /** An error is caught as well: without this thread no payment would go on, and in silence. */
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
    // As many as could be taken: there may be more, as soon as a caller is free.
    look = requests.size() == slots;
  }

  /**
   * What finishes soon after the first, on a busy machine, is written in one transaction with it.
   */
  private boolean settleFinished() throws InterruptedException {
    if (!pool.hasFinished()) {
      return false;
    }
    if (pool.hasMoreUnderWay()) {
      linger.pause();
    }
    return transactions.settle(pool.takeFinished());
  }
}
