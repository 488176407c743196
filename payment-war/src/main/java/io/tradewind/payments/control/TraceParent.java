package io.tradewind.payments.control;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** The trace of an order, kept with its operation while it waits for a worker and the provider. */
final class TraceParent {

  private static final String HEADER = "traceparent";

  private static final TextMapGetter<String> ONLY_HEADER =
      new TextMapGetter<>() {
        @Override
        public Iterable<String> keys(String carrier) {
          return List.of(HEADER);
        }

        @Override
        public String get(String carrier, String key) {
          return HEADER.equals(key) ? carrier : null;
        }
      };

  private TraceParent() {}

  /** The current span as a {@code traceparent}, or null when nothing is traced. */
  static String current() {
    if (!Span.current().getSpanContext().isValid()) {
      return null;
    }
    Map<String, String> carrier = new HashMap<>();
    W3CTraceContextPropagator.getInstance().inject(Context.current(), carrier, Map::put);
    return carrier.get(HEADER);
  }

  /**
   * @param traceparent W3C trace context to continue, or null for none
   */
  static <T> T within(String traceparent, Supplier<T> work) {
    if (traceparent == null) {
      return work.get();
    }
    Context context =
        W3CTraceContextPropagator.getInstance().extract(Context.root(), traceparent, ONLY_HEADER);
    return context.wrapSupplier(work).get();
  }
}
