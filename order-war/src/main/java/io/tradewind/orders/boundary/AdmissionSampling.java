package io.tradewind.orders.boundary;

import io.tradewind.metrics.MetricMetadata;
import io.tradewind.orders.control.Admission;
import io.tradewind.orders.control.OpenSagas;
import io.tradewind.values.Ids;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.time.Instant;
import org.eclipse.microprofile.metrics.Metadata;
import org.eclipse.microprofile.metrics.MetricRegistry;

/** Tells admission control how many orders are under way, on all replicas together. */
@ApplicationScoped
public class AdmissionSampling {

  private static final Metadata UNDER_WAY =
      MetricMetadata.of("tradewind_orders_under_way", "orders that wait for their confirmation");

  private static final Metadata LIMIT =
      MetricMetadata.of(
          "tradewind_orders_under_way_limit",
          "orders that may be under way before new ones are turned away");

  @Inject OpenSagas sagas;
  @Inject Admission admission;
  private Instant until = Instant.now();

  void publish(MetricRegistry registry) {
    registry.gauge(UNDER_WAY, admission::underWay);
    registry.gauge(LIMIT, admission::limit);
  }

  @Transactional
  void sample() {
    Instant now = Instant.now();
    Duration sinceLast = Duration.between(until, now);
    if (!sinceLast.isNegative()) {
      long placed = sagas.placed(Ids.firstAt(until), Ids.firstAt(now));
      OpenSagas.UnderWay found = sagas.underWay(sinceLast);
      admission.sample(found.orders(), placed - found.newlyStuck());
    }
    until = now;
  }
}
