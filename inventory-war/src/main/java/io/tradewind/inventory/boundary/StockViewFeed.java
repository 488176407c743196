package io.tradewind.inventory.boundary;

import io.tradewind.inventory.control.Availability;
import io.tradewind.inventory.control.InventoryMetrics;
import io.tradewind.inventory.control.RedisStock;
import io.tradewind.inventory.control.StockViewQueue;
import io.tradewind.scheduling.ConnectivityLog;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Sends committed changes to Redis on its own thread, so that no batch or request waits for Redis.
 */
@ApplicationScoped
public class StockViewFeed {

  private static final System.Logger LOG = System.getLogger(StockViewFeed.class.getName());
  private static final long PAUSE_SECONDS = 1;

  @Resource(lookup = "java:comp/DefaultManagedThreadFactory")
  ManagedThreadFactory threads;

  @Inject StockViewQueue view;
  @Inject RedisStock redis;
  @Inject InventoryMetrics metrics;

  private final ConnectivityLog availability = new ConnectivityLog(LOG);
  private volatile Thread thread;

  void start(@Observes Startup event) {
    thread = threads.newThread(this::run);
    thread.setName("stock-view-feed");
    thread.start();
  }

  @PreDestroy
  void stop() {
    if (thread != null) {
      thread.interrupt();
    }
  }

  private void run() {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        List<Availability> figures = view.drain(Duration.ofSeconds(1));
        if (!figures.isEmpty() && !shown(figures)) {
          view.show(figures);
          TimeUnit.SECONDS.sleep(PAUSE_SECONDS);
        }
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  /** After any failure the thread continues, and the figures are sent later. */
  private boolean shown(List<Availability> figures) {
    try {
      redis.show(figures, view.takeTraces());
      metrics.viewIsFresh();
      availability.back("Redis is shown stock");
      return true;
    } catch (RuntimeException away) {
      metrics.viewFailed();
      availability.away("Redis cannot be shown stock: " + away.getMessage());
      return false;
    }
  }
}
