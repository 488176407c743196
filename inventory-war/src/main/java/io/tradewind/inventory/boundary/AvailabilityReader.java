package io.tradewind.inventory.boundary;

import io.tradewind.inventory.control.Availability;
import io.tradewind.inventory.control.InventoryMetrics;
import io.tradewind.inventory.control.RedisStock;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import redis.clients.jedis.exceptions.JedisException;

/** Reads Redis while it answers; after a failure it reads only PostgreSQL for a second. */
@ApplicationScoped
public class AvailabilityReader {

  private static final Duration PAUSE = Duration.ofSeconds(1);

  @Inject RedisStock redis;
  @Inject StockReadTransactions reads;
  @Inject InventoryMetrics metrics;

  private volatile long askAgainAt = System.nanoTime();

  /** By SKU; unknown ones are missing. */
  Map<String, Availability> of(List<String> skus) {
    Map<String, Availability> figures = new HashMap<>(shown(skus));
    List<String> missing = new ArrayList<>(skus);
    missing.removeAll(figures.keySet());
    if (!missing.isEmpty()) {
      reads.of(missing).forEach(figure -> figures.put(figure.sku(), figure));
    }
    return figures;
  }

  private Map<String, Availability> shown(List<String> skus) {
    if (System.nanoTime() - askAgainAt < 0) {
      return Map.of();
    }
    try {
      return redis.shown(skus);
    } catch (JedisException away) {
      askAgainAt = System.nanoTime() + PAUSE.toNanos();
      metrics.viewFailed();
      return Map.of();
    }
  }
}
