package io.tradewind.inventory.control;

import io.tradewind.database.AfterCommit;
import io.tradewind.metrics.MetricMetadata;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import org.eclipse.microprofile.metrics.Counter;
import org.eclipse.microprofile.metrics.Metadata;
import org.eclipse.microprofile.metrics.MetricRegistry;
import org.eclipse.microprofile.metrics.Tag;

/** The metrics of this service. No tag is a SKU or an order, because their number is unbounded. */
@ApplicationScoped
public class InventoryMetrics {

  private static final Metadata COMMANDS =
      MetricMetadata.of("tradewind_stock_commands_total", "stock commands handled");

  @Inject MetricRegistry registry;
  @Inject StockViewQueue view;
  @Inject AfterCommit afterCommit;

  private volatile long shownAtNanos = System.nanoTime();

  @PostConstruct
  void register() {
    registry.gauge(
        MetricMetadata.of(
            "tradewind_stock_view_waiting", "products whose change has not reached Redis"),
        view::waiting);
    registry.gauge(
        MetricMetadata.of(
            "tradewind_stock_view_age_seconds", "time since Redis last took or confirmed a figure"),
        this::secondsSinceShown);
    for (StockDecisions.Outcome outcome : StockDecisions.Outcome.values()) {
      counter(outcome);
    }
    failures();
    repairs();
  }

  /** Counts after the current transaction has committed, so that a retry is counted once. */
  void countAfterCommit(Map<StockDecisions.Outcome, Integer> outcomes) {
    afterCommit.run(() -> outcomes.forEach((outcome, count) -> counter(outcome).inc(count)));
  }

  /** Redis has stored the figures, or agrees with PostgreSQL. */
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

  private Counter counter(StockDecisions.Outcome outcome) {
    return registry.counter(COMMANDS, new Tag("outcome", outcome.name().toLowerCase(Locale.ROOT)));
  }

  private Counter failures() {
    return registry.counter(
        MetricMetadata.of("tradewind_stock_view_failures_total", "writes to Redis that failed"));
  }

  private Counter repairs() {
    return registry.counter(
        MetricMetadata.of(
            "tradewind_stock_view_repairs_total",
            "figures in Redis that were wrong and were repaired"));
  }
}
