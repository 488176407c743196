package io.tradewind.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.ibm.websphere.logging.hpel.LogRecordContext;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Scope;
import io.tradewind.contracts.inventory.StockReserved;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class LogContextTest {

  private static final String TRACE = "4de951e11464a400b63c63ff4bad3a93";
  private static final String SPAN = "00f067aa0ba902b7";
  private static final String TRACEPARENT = "00-" + TRACE + "-" + SPAN + "-01";

  private final Map<String, String> seen = new HashMap<>();
  private final UUID order = UUID.randomUUID();

  @Test
  void aMessageIsNamedByItsIdItsOrderAndItsTrace() {
    Envelope<StockReserved> message = message(TRACEPARENT);

    LogContext.hearing(message, this::look);

    assertThat(seen)
        .containsEntry("messageId", message.id().toString())
        .containsEntry("orderId", order.toString())
        .containsEntry("traceId", TRACE);
  }

  @Test
  void aFailedMessageLeavesNothingToTheNext() {
    assertThatThrownBy(() -> LogContext.hearing(message(TRACEPARENT), this::fail))
        .hasMessage("failed");

    look();

    assertThat(seen).doesNotContainKeys("messageId", "orderId", "traceId");
  }

  @Test
  void aMessageWithoutATraceOrWithGarbageForItHasNone() {
    LogContext.hearing(message(null), this::look);
    LogContext.hearing(message("garbage"), this::look);

    assertThat(seen).containsKey("messageId").doesNotContainKey("traceId");
  }

  @Test
  void aMessageThatIsParkedUnreadIsNamedByWhatItCarries() {
    LogContext.parking(new RawMessage("a@1", null, Map.of(), null), this::look);

    assertThat(seen).containsEntry("messageId", "a@1").doesNotContainKey("messageKey");
  }

  @Test
  void aRequestIsNamedByItsTrace() {
    SpanContext context =
        SpanContext.create(TRACE, SPAN, TraceFlags.getSampled(), TraceState.getDefault());
    try (Scope current = Span.wrap(context).makeCurrent()) {
      assertThat(current).isNotNull();
      LogContext.ofRequest(this::look);
    }

    assertThat(seen).containsEntry("traceId", TRACE);
  }

  private void look() {
    LogRecordContext.getExtensions(seen);
  }

  private void fail() {
    throw new IllegalStateException("failed");
  }

  private Envelope<StockReserved> message(String traceparent) {
    StockReserved data = new StockReserved(order, UUID.randomUUID());
    return new Envelope<>(
        UUID.randomUUID(), data.type(), "test", data.key(), Instant.now(), traceparent, data);
  }
}
