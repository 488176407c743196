package io.tradewind.payments.boundary;

import io.tradewind.payments.control.ProviderCalling;
import io.tradewind.payments.control.ProviderTurns.Heard;
import io.tradewind.payments.entity.ProviderRequest;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * The threads that call the provider, one a slot. A slot is reserved before the lease is written
 * and given back when the outcome is on its way to the database, so that no payment is leased for a
 * call that nobody can make yet.
 */
@ApplicationScoped
public class ProviderCallers {

  @Resource(lookup = "java:comp/DefaultManagedThreadFactory")
  private ManagedThreadFactory threads;

  private final ProviderCalling calling;
  private final WorkBell bell;
  private final int slots;
  private final Semaphore free;
  private final BlockingQueue<Heard> finished = new LinkedBlockingQueue<>();
  private ExecutorService executor;

  protected ProviderCallers() {
    this(null, null, 0);
  }

  @Inject
  ProviderCallers(
      ProviderCalling calling,
      WorkBell bell,
      @ConfigProperty(name = "tradewind.payments.in-flight") int slots) {
    this.calling = calling;
    this.bell = bell;
    this.slots = slots;
    this.free = new Semaphore(slots);
  }

  void start() {
    executor = Executors.newFixedThreadPool(slots, threads);
  }

  /** Takes free slots, at most as many as wanted, perhaps none. */
  int reserve(int wanted) {
    while (true) {
      int some = Math.min(wanted, free.availablePermits());
      if (some <= 0) {
        return 0;
      }
      if (free.tryAcquire(some)) {
        return some;
      }
    }
  }

  void release(int unused) {
    free.release(unused);
  }

  /** Makes these calls, each in a slot that was reserved for it. */
  void call(List<ProviderRequest> requests) {
    for (ProviderRequest request : requests) {
      try {
        executor.execute(() -> finish(request));
      } catch (RejectedExecutionException stopping) {
        release(1);
      }
    }
  }

  private void finish(ProviderRequest request) {
    finished.add(calling.call(request));
    bell.nudge();
  }

  boolean hasFinished() {
    return !finished.isEmpty();
  }

  /** Calls are under way beside those that have finished. */
  boolean hasMoreUnderWay() {
    return slots - free.availablePermits() > finished.size();
  }

  /** Everything that has finished; the slots are free again. */
  List<Heard> takeFinished() {
    List<Heard> heard = new ArrayList<>();
    finished.drainTo(heard);
    release(heard.size());
    return heard;
  }

  /** No new calls; those under way may end. */
  void stop(Duration patience) throws InterruptedException {
    executor.shutdown();
    executor.awaitTermination(patience.toMillis(), TimeUnit.MILLISECONDS);
    executor.shutdownNow();
  }
}
