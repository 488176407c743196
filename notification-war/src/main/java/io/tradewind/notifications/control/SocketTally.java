package io.tradewind.notifications.control;

import io.tradewind.notifications.control.Line.Ending;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Locale;
import java.util.function.IntSupplier;
import org.eclipse.microprofile.metrics.Counter;
import org.eclipse.microprofile.metrics.Metadata;
import org.eclipse.microprofile.metrics.MetricRegistry;
import org.eclipse.microprofile.metrics.Tag;

/** Counts what is stored, what is pushed, and whom we hung up on. */
@ApplicationScoped
public class SocketTally {

  @Inject MetricRegistry metrics;

  private Counter pushed;

  /**
   * Called once, before anything is counted. Every counter is there from the start, because a rate
   * cannot be taken of what appears with its first count.
   */
  public void show(IntSupplier sockets) {
    metrics.gauge(
        Metadata.builder()
            .withName("tradewind_sockets_open")
            .withDescription("Open notification streams")
            .build(),
        sockets::getAsInt);
    pushed = metrics.counter("tradewind_notifications_pushed_total");
    OrderTelling.TYPES.forEach(this::storedOf);
    for (Ending why : Ending.values()) {
      droppedFor(why);
    }
  }

  public void stored(String type) {
    storedOf(type).inc();
  }

  void pushed() {
    pushed.inc();
  }

  void dropped(Ending why) {
    droppedFor(why).inc();
  }

  private Counter storedOf(String type) {
    return metrics.counter("tradewind_notifications_stored_total", new Tag("type", type));
  }

  private Counter droppedFor(Ending why) {
    String reason = why.name().toLowerCase(Locale.ROOT).replace('_', '-');
    return metrics.counter("tradewind_sockets_dropped_total", new Tag("reason", reason));
  }
}
