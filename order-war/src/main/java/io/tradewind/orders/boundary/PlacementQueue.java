package io.tradewind.orders.boundary;

import io.tradewind.database.RetryableFailures;
import io.tradewind.http.ProblemException;
import io.tradewind.http.ProblemType;
import io.tradewind.scheduling.Heartbeat;
import io.tradewind.scheduling.Heartbeats;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Shutdown;
import jakarta.enterprise.event.Startup;
import jakarta.inject.Inject;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Queues placements for one thread, which places all waiting orders in one transaction, so that
 * concurrent requests share a commit and a connection. They are answered after the commit.
 *
 * <p>The queue is bounded: when it is full the next request is refused and may be retried, which is
 * better than an answer that comes too late. Each place blocks a server thread, so there are fewer
 * places than threads.
 */
@ApplicationScoped
public class PlacementQueue {

  private static final int LARGEST_BATCH = 200;
  private static final Duration COME_AGAIN = Duration.ofSeconds(1);
  private static final Duration LAST_ORDERS = Duration.ofSeconds(10);

  @Resource(lookup = "java:comp/DefaultManagedThreadFactory")
  ManagedThreadFactory threads;

  private final PlacementTransactions transactions;
  private final BlockingQueue<Placement> waiting;
  private final Semaphore places;
  private final Duration patience;
  private volatile Heartbeat heartbeat = new Heartbeat();
  private volatile boolean open;
  private Thread thread;

  /** Needed by the CDI proxy. */
  PlacementQueue() {
    this(null, 1, Duration.ZERO);
  }

  /** For tests. */
  PlacementQueue(
      PlacementTransactions transactions,
      int capacity,
      Duration patience,
      BlockingQueue<Placement> waiting) {
    this.transactions = transactions;
    this.places = new Semaphore(capacity);
    this.patience = patience;
    this.waiting = waiting;
  }

  @Inject
  PlacementQueue(
      PlacementTransactions transactions,
      @ConfigProperty(name = "tradewind.orders.queue") int capacity,
      @ConfigProperty(name = "tradewind.orders.patience") Duration patience) {
    this(transactions, capacity, patience, new LinkedBlockingQueue<>());
  }

  void start(@Observes Startup event, Heartbeats heartbeats) {
    open();
    heartbeat = heartbeats.of("placement-desk");
    thread = threads.newThread(this::work);
    thread.setName("placement-desk");
    thread.start();
  }

  void open() {
    open = true;
  }

  void close() {
    open = false;
  }

  /** Requests in the queue are still placed. */
  void stop(@Observes Shutdown event) throws InterruptedException {
    close();
    thread.join(LAST_ORDERS.toMillis());
    thread.interrupt();
  }

  /**
   * Waits in the queue until the order is placed.
   *
   * @return the answer to it, which may be a problem
   * @throws ProblemException 503 when the queue is full, or when the wait was too long; the order
   *     may then have been placed or not, which a retry of the request finds out
   */
  Response place(Placement placement) {
    if (!places.tryAcquire()) {
      throw comeAgain();
    }
    try {
      waiting.add(placement);
      if (!open && waiting.remove(placement)) {
        // closed meanwhile: the thread may have ended
        throw comeAgain();
      }
      return placement.answer().get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException failed) {
      throw failed.getCause() instanceof RuntimeException cause
          ? cause
          : new IllegalStateException("the order could not be taken", failed.getCause());
    } catch (TimeoutException tooLong) {
      placement.answer().cancel(false);
      waiting.remove(placement);
      throw comeAgain();
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
      throw comeAgain();
    } finally {
      places.release();
    }
  }

  int freePlaces() {
    return places.availablePermits();
  }

  private static ProblemException comeAgain() {
    return new ProblemException(ProblemType.UNAVAILABLE, "too many orders at once; send it again")
        .retryAfter(COME_AGAIN);
  }

  void work() {
    try {
      while (open || !waiting.isEmpty()) {
        heartbeat.beat();
        Placement first = waiting.poll(1, TimeUnit.SECONDS);
        if (first != null) {
          List<Placement> all = new ArrayList<>(List.of(first));
          waiting.drainTo(all, LARGEST_BATCH - 1);
          serve(all);
        }
      }
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
    } finally {
      heartbeat.end();
      close();
      waiting.forEach(late -> late.answer().completeExceptionally(comeAgain()));
    }
  }

  /** A request that was sent twice is handled in two batches, so that the second is a replay. */
  void serve(List<Placement> all) {
    List<Placement> rest = all.stream().filter(one -> !one.answer().isDone()).toList();
    while (!rest.isEmpty()) {
      Map<Placement.Identity, Placement> batch = new LinkedHashMap<>();
      List<Placement> later = new ArrayList<>();
      for (Placement placement : rest) {
        if (batch.putIfAbsent(placement.identity(), placement) != null) {
          later.add(placement);
        }
      }
      serveTogether(List.copyOf(batch.values()));
      rest = later;
    }
  }

  /**
   * When a batch fails its requests are retried alone, unless the failure affects all. A single one
   * is retried too: another replica may just have answered the same request, and its answer is
   * found then. Errors are caught too: without this thread orders would silently no longer be
   * placed.
   */
  private void serveTogether(List<Placement> batch) {
    try {
      place(batch);
    } catch (RuntimeException | Error failed) {
      if (RetryableFailures.isRetryable(failed)) {
        batch.forEach(placement -> placement.answer().completeExceptionally(failed));
      } else {
        batch.forEach(this::serveAlone);
      }
    }
  }

  private void serveAlone(Placement placement) {
    try {
      place(List.of(placement));
    } catch (RuntimeException | Error failed) {
      placement.answer().completeExceptionally(failed);
    }
  }

  private void place(List<Placement> batch) {
    heartbeat.beat();
    List<Response> answers = transactions.place(batch);
    for (int i = 0; i < answers.size(); i++) {
      batch.get(i).answer().complete(answers.get(i));
    }
  }
}
