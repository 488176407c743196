package io.tradewind.messaging;

import com.ibm.websphere.logging.hpel.LogRecordContext;
import io.tradewind.contracts.Topic;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/**
 * Adds context to log lines. Open Liberty adds it to every JSON line that the thread writes
 * meanwhile, including its own: {@code ext_messageId}, {@code ext_traceId} and the key of the
 * message, mostly {@code ext_orderId}.
 */
public final class LogContext {

  /** Logs each message sent and received, at DEBUG because there are many. */
  private static final Logger MESSAGES = System.getLogger("io.tradewind.messages");

  /** Offset of the trace id in a {@code traceparent}: after the version. */
  private static final int TRACE_FROM = 3;

  private static final int TRACE_TO = 35;

  private LogContext() {}

  static void hearing(Envelope<?> message, Runnable work) {
    about(
        Topic.of(message.data()).key(),
        message.key(),
        message.id().toString(),
        message.traceparent(),
        () -> {
          MESSAGES.log(Level.DEBUG, "received: {0}", message.type());
          work.run();
        });
  }

  static void leaving(Collection<OutboxRow> rows) {
    if (!MESSAGES.isLoggable(Level.DEBUG)) {
      return;
    }
    for (OutboxRow row : rows) {
      about(
          Topic.named(row.topic()).key(),
          row.key(),
          row.id().toString(),
          row.traceparent(),
          () -> MESSAGES.log(Level.DEBUG, "to be sent: {0}", row.type()));
    }
  }

  /** Nobody knows what the key of an unreadable message means. */
  static void parking(RawMessage culprit, Runnable line) {
    about(
        "messageKey",
        StorableText.name(culprit.key()),
        StorableText.name(culprit.id()),
        culprit.headers().get(Headers.TRACEPARENT),
        line);
  }

  /** Within the current trace of the thread. */
  public static void ofRequest(Runnable line) {
    within(trace(TraceContext.current()), line);
  }

  private static void about(
      String keyName, String key, String id, String traceparent, Runnable work) {
    Map<String, String> context = trace(traceparent);
    context.put("messageId", id);
    if (key != null) {
      context.put(keyName, key);
    }
    within(context, work);
  }

  private static Map<String, String> trace(String traceparent) {
    Map<String, String> context = new HashMap<>();
    if (traceparent != null && traceparent.length() > TRACE_TO) {
      context.put("traceId", traceparent.substring(TRACE_FROM, TRACE_TO));
    }
    return context;
  }

  private static void within(Map<String, String> context, Runnable work) {
    context.forEach(LogRecordContext::addExtension);
    try {
      work.run();
    } finally {
      context.keySet().forEach(LogRecordContext::removeExtension);
    }
  }
}
