package io.tradewind.messaging;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import jakarta.enterprise.inject.spi.CDI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Carries the W3C trace context through outbox row and record header, by our own hand: it does not
 * cross Kafka by itself. Without a running SDK all of it is a few null checks.
 */
final class TraceContext {

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

  /** The current span as a {@code traceparent} header, or null when nothing is traced. */
  static String current() {
    if (!Span.current().getSpanContext().isValid()) {
      return null;
    }
    Map<String, String> carrier = new HashMap<>();
    W3CTraceContextPropagator.getInstance().inject(Context.current(), carrier, Map::put);
    return carrier.get(Headers.TRACEPARENT);
  }

  /** Runs the work in a consumer span that continues the message's trace. */
  static void within(Envelope<?> message, Runnable work) {
    if (message.traceparent() == null) {
      work.run();
      return;
    }
    Context parent =
        W3CTraceContextPropagator.getInstance()
            .extract(Context.root(), message.traceparent(), ONLY_TRACEPARENT);
    Span span =
        tracer()
            .spanBuilder("process " + message.type())
            .setSpanKind(SpanKind.CONSUMER)
            .setParent(parent)
            .setAttribute("messaging.system", "kafka")
            .setAttribute("messaging.operation.type", "process")
            .setAttribute("messaging.message.id", message.id().toString())
            .startSpan();
    try {
      parent.with(span).wrap(work).run();
    } catch (RuntimeException failed) {
      span.setStatus(StatusCode.ERROR, failed.getClass().getName());
      throw failed;
    } finally {
      span.end();
    }
  }

  /** The application's own, because the server's global one records nothing. */
  private static Tracer tracer() {
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
