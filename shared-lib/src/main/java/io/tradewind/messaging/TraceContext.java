package io.tradewind.messaging;

import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
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
        GlobalOpenTelemetry.getTracer("io.tradewind.messaging")
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
}
