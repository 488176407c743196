package io.tradewind.messaging;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import jakarta.enterprise.inject.spi.CDI;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Passes the W3C trace context on wherever work waits between two threads: in an outbox row, in a
 * record's header, in an operation that waits for the provider. Automatic instrumentation does not
 * pass it through Kafka. Without a running SDK this costs a few null checks.
 */
public final class TraceContext {

  private static final TextMapGetter<String> ONLY_TRACEPARENT =
      new TextMapGetter<>() {
        @Override
        public Iterable<String> keys(String carrier) {
          return List.of(Headers.TRACEPARENT);
        }

        @Override
        public String get(String carrier, String key) {
          return Headers.TRACEPARENT.equals(key) ? carrier : null;
        }
      };

  private static volatile Tracer tracer;

  private TraceContext() {}

  /** The current span as a {@code traceparent} header, or null without a trace. */
  public static String current() {
    return Span.current().getSpanContext().isValid() ? header(Context.current()) : null;
  }

  /** The trace id of a {@code traceparent} header. */
  static String traceId(String traceparent) {
    return Span.fromContext(read(traceparent)).getSpanContext().getTraceId();
  }

  /**
   * Continues a trace without a new span.
   *
   * @param traceparent W3C trace context to continue, or null for none
   */
  public static <T> T within(String traceparent, Supplier<T> work) {
    return traceparent == null ? work.get() : read(traceparent).wrapSupplier(work).get();
  }

  /**
   * Runs work once for several traces, each of which gets a span for it.
   *
   * @param traceparents W3C trace contexts; none means that nothing is traced
   * @param name the span's name, one of a few
   */
  public static void onBehalfOf(
      Collection<String> traceparents,
      String name,
      SpanKind kind,
      Attributes attributes,
      Runnable work) {
    if (traceparents.isEmpty()) {
      work.run();
      return;
    }
    List<Span> spans =
        traceparents.stream()
            .map(
                traceparent ->
                    tracer()
                        .spanBuilder(name)
                        .setSpanKind(kind)
                        .setParent(read(traceparent))
                        .setAllAttributes(attributes)
                        .startSpan())
            .toList();
    Throwable failure = null;
    try {
      work.run();
    } catch (RuntimeException failed) {
      failure = failed;
      throw failed;
    } finally {
      for (Span span : spans) {
        end(span, failure);
      }
    }
  }

  static Context read(String traceparent) {
    return W3CTraceContextPropagator.getInstance()
        .extract(Context.root(), traceparent, ONLY_TRACEPARENT);
  }

  static String header(Context context) {
    Map<String, String> carrier = new HashMap<>();
    W3CTraceContextPropagator.getInstance().inject(context, carrier, Map::put);
    return carrier.get(Headers.TRACEPARENT);
  }

  /** Records only the class of a failure; its message may contain personal data. */
  static void end(Span span, Throwable failure) {
    if (failure != null) {
      span.setStatus(StatusCode.ERROR).setAttribute("error.type", failure.getClass().getName());
    }
    span.end();
  }

  /** The application's own tracer, because the server's global one records nothing. */
  static Tracer tracer() {
    Tracer known = tracer;
    if (known == null) {
      known = openTelemetry().getTracer("io.tradewind.messaging");
      tracer = known;
    }
    return known;
  }

  private static OpenTelemetry openTelemetry() {
    try {
      return CDI.current().select(OpenTelemetry.class).get();
    } catch (IllegalStateException withoutAContainer) {
      return OpenTelemetry.noop();
    }
  }
}
