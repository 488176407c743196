package io.tradewind.inventory.boundary;

import io.tradewind.inventory.control.Availability;
import io.tradewind.inventory.control.InventoryMetrics;
import io.tradewind.inventory.control.RedisStock;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import redis.clients.jedis.exceptions.JedisException;

/**
 * Compares the figures in Redis with PostgreSQL, page by page, and corrects differences: changes
 * lost with a process, a Redis that was emptied, a figure that someone else wrote. The first
 * comparison fills a new Redis.
 */
@ApplicationScoped
public class StockViewComparison {

  private static final int PAGE = 500;

  @Inject StockReadTransactions reads;
  @Inject RedisStock redis;
  @Inject InventoryMetrics metrics;

  void compare() {
    try {
      compareAll();
      metrics.viewIsFresh();
    } catch (JedisException away) {
      metrics.viewFailed();
    }
  }

  private void compareAll() {
    String last = "";
    List<Availability> page = reads.after(last, PAGE);
    while (!page.isEmpty()) {
      comparePage(page);
      last = page.get(page.size() - 1).sku();
      page = reads.after(last, PAGE);
    }
  }

  /**
   * Different figures are read from PostgreSQL again, after Redis: a change that was committed and
   * shown in between is then no difference, and any other is an error in Redis.
   */
  private void comparePage(List<Availability> page) {
    List<String> skus = page.stream().map(Availability::sku).toList();
    Map<String, String> seen = redis.raw(skus);
    List<String> suspects = differing(page, seen).stream().map(Availability::sku).toList();
    if (suspects.isEmpty()) {
      return;
    }
    List<Availability> wrong = differing(reads.of(suspects), seen);
    if (!wrong.isEmpty()) {
      redis.repair(wrong, seen);
      metrics.viewRepaired(wrong.size());
    }
  }

  static List<Availability> differing(List<Availability> right, Map<String, String> seen) {
    return right.stream()
        .filter(figure -> !RedisStock.text(figure).equals(seen.get(figure.sku())))
        .toList();
  }
}
