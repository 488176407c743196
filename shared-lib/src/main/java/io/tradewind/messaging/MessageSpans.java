package io.tradewind.messaging;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.context.Context;
import io.tradewind.contracts.Topic;
import java.util.List;

/**
 * Spans of sending and processing, with OpenTelemetry's semantic conventions for messaging. Sending
 * and processing a message are spans of the message's trace. A batch, and the replay of a parked
 * message, is a trace of its own that links to the traces of its messages.
 */
public final class MessageSpans {

  private static final String SEND = "send";
  private static final String PROCESS = "process";
  private static final String REPLAY = "replay";

  private MessageSpans() {}

  /** The span of sending a message; one that records nothing when the message has no trace. */
  public static Span sending(OutboxRow row) {
    if (row.traceparent() == null) {
      return Span.getInvalid();
    }
    return span(SEND + ' ' + row.topic(), SEND, SEND, row.topic())
        .setSpanKind(SpanKind.PRODUCER)
        .setParent(TraceContext.read(row.traceparent()))
        .setAttribute("messaging.message.id", row.id().toString())
        .setAttribute("messaging.kafka.message.key", row.key())
        .startSpan();
  }

  /** The row as it is sent: its record is a child of the span. */
  public static OutboxRow carried(OutboxRow row, Span sending) {
    return sending.getSpanContext().isValid()
        ? row.within(TraceContext.header(Context.root().with(sending)))
        : row;
  }

  /** Ends the span: the broker has answered. */
  public static void sent(Span sending, Throwable failure) {
    TraceContext.end(sending, failure);
  }

  /** Runs the work in a span that continues the message's trace. */
  static void processing(Envelope<?> message, Runnable work) {
    if (message.traceparent() == null) {
      work.run();
      return;
    }
    String topic = Topic.of(message.data()).topicName();
    Span span =
        span(PROCESS + ' ' + message.type(), PROCESS, PROCESS, topic)
            .setSpanKind(SpanKind.CONSUMER)
            .setParent(TraceContext.read(message.traceparent()))
            .setAttribute("messaging.message.id", message.id().toString())
            .setAttribute("messaging.kafka.message.key", message.key())
            .startSpan();
    Throwable failure = null;
    try {
      Context.root().with(span).wrap(work).run();
    } catch (RuntimeException failed) {
      failure = failed;
      throw failed;
    } finally {
      TraceContext.end(span, failure);
    }
  }

  /**
   * The same handler with spans, which are not current, so that no other spans become their
   * children.
   */
  static OrderedDelivery.Handler seen(String topic, OrderedDelivery.Handler handler) {
    return new OrderedDelivery.Handler() {
      @Override
      public void handle(List<Received> messages) throws Exception {
        inASpan(PROCESS, topic, messages, handler::handle);
      }

      @Override
      public void prepare(List<Received> messages) {
        handler.prepare(messages);
      }

      @Override
      public void replay(List<Received> messages) throws Exception {
        inASpan(REPLAY, topic, messages, handler::replay);
      }
    };
  }

  private static void inASpan(
      String operation, String topic, List<Received> messages, OrderedDelivery.Handler handler)
      throws Exception {
    List<String> traces =
        messages.stream()
            .map(message -> message.message().traceparent())
            .filter(traceparent -> traceparent != null)
            .toList();
    if (traces.isEmpty()) {
      handler.handle(messages);
      return;
    }
    SpanBuilder builder =
        span(operation + ' ' + topic, operation, PROCESS, topic)
            .setSpanKind(SpanKind.CONSUMER)
            .setNoParent()
            .setAttribute("messaging.batch.message_count", (long) messages.size());
    traces.forEach(
        traceparent ->
            builder.addLink(Span.fromContext(TraceContext.read(traceparent)).getSpanContext()));
    Span span = builder.startSpan();
    Throwable failure = null;
    try {
      handler.handle(messages);
    } catch (Exception failed) {
      failure = failed;
      throw failed;
    } finally {
      TraceContext.end(span, failure);
    }
  }

  private static SpanBuilder span(String name, String operation, String type, String topic) {
    return TraceContext.tracer()
        .spanBuilder(name)
        .setAttribute("messaging.system", "kafka")
        .setAttribute("messaging.destination.name", topic)
        .setAttribute("messaging.operation.name", operation)
        .setAttribute("messaging.operation.type", type);
  }
}
