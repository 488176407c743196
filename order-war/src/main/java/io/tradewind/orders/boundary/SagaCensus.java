package io.tradewind.orders.boundary;

import io.tradewind.orders.control.OpenSagas;
import io.tradewind.orders.control.PriceList;
import io.tradewind.orders.entity.OrderStatus;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Map;
import org.eclipse.microprofile.metrics.Metadata;
import org.eclipse.microprofile.metrics.MetricRegistry;
import org.eclipse.microprofile.metrics.Tag;

/**
 * What can only be counted in the database, counted every few seconds and not whenever somebody
 * looks at the metrics.
 */
@ApplicationScoped
public class SagaCensus {

  private final OpenSagas sagas;
  private final PriceList prices;
  private volatile Map<OrderStatus, Long> waiting = Map.of();
  private volatile long stuck;
  private volatile long needingAttention;
  private volatile long products;

  /** For the proxy alone. */
  SagaCensus() {
    this(null, null);
  }

  @Inject
  SagaCensus(OpenSagas sagas, PriceList prices) {
    this.sagas = sagas;
    this.prices = prices;
  }

  void publish(MetricRegistry registry) {
    for (OrderStatus status : OrderStatus.values()) {
      if (status != OrderStatus.NEW) {
        registry.gauge(
            metadata("tradewind_sagas_waiting", "orders in each status right now"),
            () -> waiting.getOrDefault(status, 0L),
            new Tag("status", status.name()));
      }
    }
    registry.gauge(
        metadata(
            "tradewind_sagas_stuck", "orders that have waited for one answer for more than 60 s"),
        () -> stuck);
    registry.gauge(
        metadata(
            "tradewind_sagas_needing_attention",
            "sagas whose compensation keeps failing: page somebody"),
        () -> needingAttention);
    registry.gauge(
        metadata("tradewind_orderable_products", "products with a price in the local price list"),
        () -> products);
  }

  void countSagas() {
    waiting = sagas.byStatus();
    stuck = sagas.stuck();
    needingAttention = sagas.needingAttention();
  }

  void countProducts() {
    products = prices.size();
  }

  private static Metadata metadata(String name, String what) {
    return Metadata.builder().withName(name).withDescription(what).build();
  }
}
