package io.tradewind.inventory.boundary;

import io.tradewind.inventory.control.StockTotals;
import io.tradewind.metrics.MetricMetadata;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.metrics.Metadata;
import org.eclipse.microprofile.metrics.MetricRegistry;
import org.eclipse.microprofile.metrics.Tag;

/** Metrics that only the database can count; each replica reports the same. */
@ApplicationScoped
public class StockGauges {

  private static final Metadata UNITS =
      MetricMetadata.of("tradewind_stock_units", "units on hand and reserved, over all products");

  @Inject StockReadTransactions reads;
  @Inject MetricRegistry registry;

  private volatile StockTotals totals = new StockTotals(0, 0);
  private volatile long overdue;

  @PostConstruct
  void register() {
    registry.gauge(UNITS, () -> totals.onHand(), new Tag("state", "on_hand"));
    registry.gauge(UNITS, () -> totals.reserved(), new Tag("state", "reserved"));
    registry.gauge(
        MetricMetadata.of("tradewind_reservations_overdue", "reservations past their deadline"),
        () -> overdue);
  }

  void count() {
    totals = reads.totals();
    overdue = reads.overdue();
  }
}
