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

  @Inject OpenWorkTransactions count;
  @Inject PaymentMetrics metrics;
  @Inject MetricRegistry registry;
  private volatile OpenWork seen = new OpenWork(0, 0, 0, 0, false);

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
        "undecided payments that differ from the provider's ledger",
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
