package io.tradewind.payments.boundary;

import io.tradewind.payments.control.ProviderCalling;
import io.tradewind.payments.control.ProviderTurns.Heard;
import io.tradewind.payments.entity.ProviderRequest;
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
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
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
public class ProviderWorkers {

  private static final Logger LOG = System.getLogger(ProviderWorkers.class.getName());
  private static final Duration PAUSE_AFTER_FAILURE = Duration.ofMillis(500);
  private static final Duration LAST_CALLS = Duration.ofSeconds(8);
  private static final Duration LAST_WRITE = Duration.ofSeconds(2);

  @Resource(lookup = "java:comp/DefaultManagedThreadFactory")
  private ManagedThreadFactory threads;

  private final ProviderDesk desk;
  private final ProviderCalling calling;
  private final WorkBell bell;
  private final int inFlightAtMost;
  private final Duration poll;
  private final Duration gather;
  private final BlockingQueue<Heard> finished = new LinkedBlockingQueue<>();
  private ExecutorService callers;
  private Thread thread;
  private int inFlight;
  private boolean look = true;
  private volatile boolean running;

  protected ProviderWorkers() {
    this(null, null, null, 0, null, null);
  }

  @Inject
  ProviderWorkers(
      ProviderDesk desk,
      ProviderCalling calling,
      WorkBell bell,
      @ConfigProperty(name = "tradewind.payments.in-flight") int inFlightAtMost,
      @ConfigProperty(name = "tradewind.payments.poll") Duration poll,
      @ConfigProperty(name = "tradewind.payments.gather") Duration gather) {
    this.desk = desk;
    this.calling = calling;
    this.bell = bell;
    this.inFlightAtMost = inFlightAtMost;
    this.poll = poll;
    this.gather = gather;
  }

  void start(@Observes Startup event) {
    callers = Executors.newFixedThreadPool(inFlightAtMost, threads);
    running = true;
    thread = threads.newThread(this::work);
    thread.setName("payment-desk");
    thread.start();
  }

  /** Calls that are under way may end and be written; what does not end in time keeps its lease. */
  void stop(@Observes Shutdown event) throws InterruptedException {
    running = false;
    callers.shutdown();
    callers.awaitTermination(LAST_CALLS.toSeconds(), TimeUnit.SECONDS);
    bell.nudge();
    thread.join(LAST_WRITE.toMillis());
    thread.interrupt();
    callers.shutdownNow();
  }

  private void work() {
    while (running || inFlight > 0) {
      try {
        turn();
      } catch (InterruptedException ended) {
        return;
      } catch (RuntimeException failed) {
        LOG.log(Level.WARNING, "payments pause after a failure", failed);
        look = true;
        LockSupport.parkNanos(PAUSE_AFTER_FAILURE.toNanos());
      }
    }
  }

  private void turn() throws InterruptedException {
    look |= bell.workWaits() | settleFinished();
    int free = inFlightAtMost - inFlight;
    if (look && running && free > 0) {
      List<ProviderRequest> requests = desk.claim(free);
      requests.forEach(this::submit);
      // As many as could be taken: there may be more, as soon as a caller is free.
      look = requests.size() == free;
    }
    if (finished.isEmpty()) {
      look |= !bell.await(poll);
    }
  }

  private void submit(ProviderRequest request) {
    inFlight++;
    callers.execute(
        () -> {
          finished.add(calling.call(request));
          bell.nudge();
        });
  }

  /** What finishes within a few milliseconds of the first is written in one transaction with it. */
  private boolean settleFinished() {
    if (finished.isEmpty()) {
      return false;
    }
    if (finished.size() < inFlight && running) {
      LockSupport.parkNanos(gather.toNanos());
    }
    List<Heard> heard = new ArrayList<>();
    finished.drainTo(heard);
    inFlight -= heard.size();
    return settle(heard);
  }

  /** One that cannot be written must not hold up the others; its lease brings it back. */
  private boolean settle(List<Heard> heard) {
    try {
      return desk.settle(heard);
    } catch (RuntimeException failed) {
      if (heard.size() == 1) {
        LOG.log(Level.WARNING, "outcome of " + heard.get(0).asked().commandId() + " waits", failed);
        return true;
      }
      boolean more = false;
      for (Heard one : heard) {
        more |= settle(List.of(one));
      }
      return more;
    }
  }
}
