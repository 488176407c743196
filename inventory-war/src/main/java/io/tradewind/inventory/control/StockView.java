package io.tradewind.inventory.control;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Committed changes on their way to Redis. Only the newest figure of a SKU waits, so however long
 * Redis is away there is never more here than there are products. A change that is lost with the
 * process is found by the comparison with PostgreSQL.
 */
@ApplicationScoped
public class StockView {

  @Inject AfterCommit afterCommit;

  private final Map<String, Availability> waiting = new ConcurrentHashMap<>();
  private final Semaphore bell = new Semaphore(0);

  /** Shows these once the present transaction has committed, and never if it does not. */
  void showAfterCommit(List<Availability> changed) {
    if (!changed.isEmpty()) {
      afterCommit.run(() -> show(changed));
    }
  }

  /** Puts figures in the queue; a newer one that waits already stays. */
  public void show(Collection<Availability> figures) {
    figures.forEach(figure -> waiting.merge(figure.sku(), figure, Availability::newer));
    bell.release();
  }

  /** Waits until there is something, or the time is up, and takes what is there. */
  public List<Availability> take(long wait, TimeUnit unit) throws InterruptedException {
    if (bell.tryAcquire(wait, unit)) {
      bell.drainPermits();
    }
    List<Availability> taken = new ArrayList<>();
    for (String sku : waiting.keySet()) {
      Availability figure = waiting.remove(sku);
      if (figure != null) {
        taken.add(figure);
      }
    }
    return taken;
  }

  /** SKUs whose newest figure Redis does not have yet. */
  public int waiting() {
    return waiting.size();
  }
}
