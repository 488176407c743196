package io.tradewind.payments.boundary;

import io.tradewind.payments.control.OpenWork;
import io.tradewind.payments.control.PaymentMetrics;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.function.ToLongFunction;
import org.eclipse.microprofile.metrics.Metadata;
import org.eclipse.microprofile.metrics.MetricRegistry;

/** Counts open operations every few seconds, so that a scrape does not query the database. */
@ApplicationScoped
public class OpenWorkGauges {

  private final OpenWorkCount count;
  private final PaymentMetrics metrics;
  private final MetricRegistry registry;
  private volatile OpenWork seen = new OpenWork(0, 0, 0, 0, false);

  protected OpenWorkGauges() {
    this(null, null, null);
  }

  @Inject
  OpenWorkGauges(OpenWorkCount count, PaymentMetrics metrics, MetricRegistry registry) {
    this.count = count;
    this.metrics = metrics;
    this.registry = registry;
  }

  void publish() {
    metrics.register();
    gauge("tradewind_payment_operations_open", "operations that have not ended", OpenWork::open);
    gauge(
        "tradewind_payment_operations_unknown",
        "operations whose answer was lost: retried until it is known",
        OpenWork::unknown);
    gauge(
        "tradewind_payment_operations_attention",
        "operations that need a person",
        OpenWork::attention);
    gauge(
        "tradewind_payment_differences",
        "payments that differ from the provider's ledger and that nobody has decided about",
        OpenWork::differences);
    gauge(
        "tradewind_payment_corrections_stopped",
        "1 while so many differ that every correction waits for a person",
        work -> work.stopped() ? 1 : 0);
  }

  void count() {
    seen = count.count();
  }

  private void gauge(String name, String what, ToLongFunction<OpenWork> value) {
    Metadata metadata = Metadata.builder().withName(name).withDescription(what).build();
    registry.gauge(metadata, () -> value.applyAsLong(seen));
  }
}
