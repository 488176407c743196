package io.tradewind.orders.boundary;

import io.tradewind.metrics.MetricMetadata;
import io.tradewind.orders.control.OpenSagas;
import io.tradewind.orders.control.PriceList;
import io.tradewind.orders.entity.OrderStatus;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Map;
import org.eclipse.microprofile.metrics.MetricRegistry;
import org.eclipse.microprofile.metrics.Tag;

/** Gauges that need a query, updated every few seconds and not on each scrape. */
@ApplicationScoped
public class SagaGauges {

  private static final long FEW_PRODUCTS = 1_000;
  private static final Duration BETWEEN_COUNTS = Duration.ofMinutes(1);

  private final OpenSagas sagas;
  private final PriceList prices;
  private volatile Map<OrderStatus, Long> waiting = Map.of();
  private volatile long stuck;
  private volatile long needingAttention;
  private volatile long products;
  private long countedNanos;

  /** Needed by the CDI proxy. */
  SagaGauges() {
    this(null, null);
  }

  @Inject
  SagaGauges(OpenSagas sagas, PriceList prices) {
    this.sagas = sagas;
    this.prices = prices;
  }

  void publish(MetricRegistry registry) {
    for (OrderStatus status : OrderStatus.values()) {
      if (status != OrderStatus.NEW) {
        registry.gauge(
            MetricMetadata.of("tradewind_sagas_waiting", "orders that wait for a reply, by status"),
            () -> waiting.getOrDefault(status, 0L),
            new Tag("status", status.name()));
      }
    }
    registry.gauge(
        MetricMetadata.of(
            "tradewind_sagas_stuck", "orders that have waited for one answer for more than 60 s"),
        () -> stuck);
    registry.gauge(
        MetricMetadata.of(
            "tradewind_sagas_needing_attention",
            "commands without a reply after too many attempts, or whose order cannot be read: page somebody"),
        () -> needingAttention);
    registry.gauge(
        MetricMetadata.of(
            "tradewind_orderable_products", "products with a price in the local price list"),
        () -> products);
  }

  void countSagas() {
    waiting = sagas.byStatus();
    stuck = sagas.stuck();
    needingAttention = sagas.needingAttention();
  }

  /** Called every second. A small number is counted each time, a large one only once a minute. */
  void countProducts() {
    long now = System.nanoTime();
    if (products < FEW_PRODUCTS || now - countedNanos >= BETWEEN_COUNTS.toNanos()) {
      products = prices.size();
      countedNanos = now;
    }
  }
}
