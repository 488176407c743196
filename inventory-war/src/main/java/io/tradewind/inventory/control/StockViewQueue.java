package io.tradewind.inventory.control;

import io.tradewind.database.AfterCommit;
import io.tradewind.scheduling.WakeUp;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Committed changes that wait to be sent to Redis. Only the newest figure of a SKU is kept, so the
 * queue is never longer than the list of products, however long Redis is unavailable. A change that
 * is lost with the process is found by the comparison with PostgreSQL.
 */
@ApplicationScoped
public class StockViewQueue {

  /** Traces beyond these are dropped: Redis may be unavailable for long. */
  private static final int TRACES_WAITING = 500;

  @Inject AfterCommit afterCommit;

  private final Map<String, Availability> waiting = new ConcurrentHashMap<>();
  private final BlockingQueue<String> traces = new ArrayBlockingQueue<>(TRACES_WAITING);
  private final WakeUp wakeUp = new WakeUp();

  /** Queues these after the current transaction has committed, and never after a rollback. */
  void showAfterCommit(List<Availability> changed) {
    showAfterCommit(changed, List.of());
  }

  /**
   * The same, within the traces of the changes.
   *
   * @param causes W3C trace contexts
   */
  void showAfterCommit(List<Availability> changed, List<String> causes) {
    if (!changed.isEmpty()) {
      afterCommit.run(
          () -> {
            causes.forEach(traces::offer);
            show(changed);
          });
    }
  }

  /** Queues figures; a newer one that waits already stays. */
  public void show(Collection<Availability> figures) {
    figures.forEach(figure -> waiting.merge(figure.sku(), figure, Availability::newer));
    wakeUp.call();
  }

  /** Waits until there is something, or the time is up, and takes what is there. */
  public List<Availability> drain(Duration atMost) throws InterruptedException {
    wakeUp.await(atMost);
    List<Availability> taken = new ArrayList<>();
    for (String sku : waiting.keySet()) {
      Availability figure = waiting.remove(sku);
      if (figure != null) {
        taken.add(figure);
      }
    }
    return taken;
  }

  /** The traces of the changes that were just taken. */
  public List<String> takeTraces() {
    List<String> taken = new ArrayList<>();
    traces.drainTo(taken);
    return taken;
  }

  /** SKUs whose newest figure is not in Redis yet. */
  public int waiting() {
    return waiting.size();
  }
}
