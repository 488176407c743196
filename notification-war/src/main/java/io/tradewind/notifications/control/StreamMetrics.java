package io.tradewind.notifications.control;

import io.tradewind.metrics.MetricMetadata;
import io.tradewind.notifications.control.ClientConnection.Ending;
import io.tradewind.notifications.entity.Notification;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntSupplier;
import org.eclipse.microprofile.metrics.Counter;
import org.eclipse.microprofile.metrics.MetricRegistry;
import org.eclipse.microprofile.metrics.Tag;
import org.eclipse.microprofile.metrics.Timer;

/** Counts stored and pushed notifications and closed connections. */
@ApplicationScoped
public class StreamMetrics {

  @Inject MetricRegistry metrics;

  private final Map<String, Counter> stored = new HashMap<>();
  private Counter pushed;
  private Timer delay;

  /**
   * Called once, before anything is counted. Every counter is registered from the start, because
   * there is no rate of a counter that appears with its first count.
   */
  public void show(IntSupplier sockets) {
    metrics.gauge(
        MetricMetadata.of("tradewind_sockets_open", "open notification streams"),
        sockets::getAsInt);
    pushed =
        metrics.counter(
            MetricMetadata.of("tradewind_notifications_pushed_total", "frames written to sockets"));
    delay =
        metrics.timer(
            MetricMetadata.of(
                "tradewind_notification_delay",
                "from what happened to an order to its notification, stored and being pushed"));
    OrderNotifications.TYPES.forEach(type -> stored.put(type, storedOf(type)));
    for (Ending why : Ending.values()) {
      droppedFor(why);
    }
  }

  public void stored(Notification notification) {
    stored.get(notification.type()).inc();
    delay.update(sinceThen(notification.at()));
  }

  /** Another service's clock may be ahead of ours. */
  private static Duration sinceThen(Instant event) {
    Duration since = Duration.between(event, Instant.now());
    return since.isNegative() ? Duration.ZERO : since;
  }

  void pushed() {
    pushed.inc();
  }

  void dropped(Ending why) {
    droppedFor(why).inc();
  }

  private Counter storedOf(String type) {
    return metrics.counter(
        MetricMetadata.of("tradewind_notifications_stored_total", "notifications stored"),
        new Tag("type", type));
  }

  private Counter droppedFor(Ending why) {
    String reason = why.name().toLowerCase(Locale.ROOT).replace('_', '-');
    return metrics.counter(
        MetricMetadata.of("tradewind_sockets_dropped_total", "streams that the server ended"),
        new Tag("reason", reason));
  }
}
