package io.tradewind.inventory.control;

import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import org.eclipse.microprofile.metrics.Counter;
import org.eclipse.microprofile.metrics.MetricRegistry;
import org.eclipse.microprofile.metrics.Tag;

/** What this service counts. No tag is a SKU or an order: their number has no bound. */
@ApplicationScoped
public class InventoryMetrics {

  @Inject MetricRegistry registry;
  @Inject StockView view;
  @Inject AfterCommit afterCommit;

  private volatile StockTotals totals = new StockTotals(0, 0);
  private volatile long overdue;
  private volatile long shownAtNanos = System.nanoTime();

  @PostConstruct
  void register() {
    registry.gauge("tradewind_stock_units", () -> totals.onHand(), new Tag("state", "on_hand"));
    registry.gauge("tradewind_stock_units", () -> totals.reserved(), new Tag("state", "reserved"));
    registry.gauge("tradewind_reservations_overdue", () -> overdue);
    registry.gauge("tradewind_stock_view_waiting", view::waiting);
    registry.gauge("tradewind_stock_view_age_seconds", this::secondsSinceShown);
    for (Decisions.Outcome outcome : Decisions.Outcome.values()) {
      counter(outcome);
    }
    failures();
    repairs();
  }

  /** Counts once the present transaction has committed: what is tried again is counted once. */
  void countAfterCommit(Map<Decisions.Outcome, Integer> outcomes) {
    afterCommit.run(() -> outcomes.forEach((outcome, count) -> counter(outcome).inc(count)));
  }

  public void stockIs(StockTotals now, long reservationsOverdue) {
    totals = now;
    overdue = reservationsOverdue;
  }

  /** Redis has taken what it was given, or agrees with PostgreSQL. */
  public void viewIsFresh() {
    shownAtNanos = System.nanoTime();
  }

  public void viewFailed() {
    failures().inc();
  }

  public void viewRepaired(int figures) {
    repairs().inc(figures);
  }

  private long secondsSinceShown() {
    return Duration.ofNanos(System.nanoTime() - shownAtNanos).toSeconds();
  }

  private Counter counter(Decisions.Outcome outcome) {
    return registry.counter(
        "tradewind_stock_commands_total",
        new Tag("outcome", outcome.name().toLowerCase(Locale.ROOT)));
  }

  private Counter failures() {
    return registry.counter("tradewind_stock_view_failures_total");
  }

  private Counter repairs() {
    return registry.counter("tradewind_stock_view_repairs_total");
  }
}
