package io.tradewind.messaging;

import io.tradewind.database.ServiceDatabase;
import io.tradewind.metrics.MetricMetadata;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.microprofile.metrics.Counter;
import org.eclipse.microprofile.metrics.Histogram;
import org.eclipse.microprofile.metrics.Metadata;
import org.eclipse.microprofile.metrics.MetricRegistry;
import org.eclipse.microprofile.metrics.MetricUnits;
import org.eclipse.microprofile.metrics.Tag;

/** All metrics of messaging. Tags are the service and the channel. */
@ApplicationScoped
class MessagingMetrics {

  private final MetricRegistry registry;
  private final Tag service;

  /** Needed by the CDI proxy. */
  MessagingMetrics() {
    this.registry = null;
    this.service = null;
  }

  @Inject
  MessagingMetrics(MetricRegistry registry, ServiceDatabase database) {
    this.registry = registry;
    this.service = new Tag("service", database.service());
  }

  /** Metrics of one channel. */
  ChannelMetrics channel(String name) {
    return new Metered(new Tag("channel", name));
  }

  /** Messages at the broker that this replica has not handled. */
  void lagOf(IncomingChannel channel) {
    registry.gauge(
        MetricMetadata.of(
            "tradewind_channel_lag",
            "records at the broker, on the partitions of this replica, that it has not handled yet"),
        channel,
        IncomingChannel::lag,
        service,
        new Tag("channel", channel.name()));
  }

  /** Whether a system fault stops a channel. */
  void downOf(IncomingChannel channel) {
    registry.gauge(
        MetricMetadata.of(
            "tradewind_channel_down",
            "1 while a fault of the system stops the channel, which then parks nothing"),
        channel,
        stopped -> stopped.downBecause().isPresent() ? 1 : 0,
        service,
        new Tag("channel", channel.name()));
  }

  /** The outbox as the relay sees it. */
  void outbox(RelayLoop relay) {
    registry.gauge(
        Metadata.builder()
            .withName("tradewind_outbox_oldest_age_seconds")
            .withDescription("age of the oldest message that the broker has not acknowledged")
            .withUnit(MetricUnits.SECONDS)
            .build(),
        relay.backlog(),
        Backlog::oldestAgeSeconds,
        service);
    registry.gauge(
        MetricMetadata.of("tradewind_outbox_shards", "outbox shards that this replica sends"),
        relay,
        RelayLoop::shardsHeld,
        service);
    registry.gauge(
        MetricMetadata.of("tradewind_outbox_held", "messages that the broker refuses"),
        relay.backlog(),
        Backlog::held,
        service);
  }

  /** The outbox as housekeeping and refill see it. */
  void outbox(OutboxHousekeeping housekeeping, Republisher refill) {
    registry.gauge(
        MetricMetadata.of(
            "tradewind_outbox_partitions_ahead",
            "coming days that have a partition of the outbox; without one a day is written to the"
                + " default partition"),
        housekeeping,
        OutboxHousekeeping::daysAhead,
        service);
    registry.gauge(
        MetricMetadata.of(
            "tradewind_outbox_republish_remaining",
            "messages that operators want sent once more and that are not queued yet, approximately"),
        refill,
        Republisher::remaining,
        service);
  }

  /** Messages that the broker has acknowledged. */
  Counter outboxSent() {
    return registry.counter(
        MetricMetadata.of("tradewind_outbox_sent_total", "messages that the broker acknowledged"),
        service);
  }

  private final class Metered implements ChannelMetrics {

    private final Counter messages;
    private final Histogram batchSize;
    private final Counter retries;
    private final Counter parkings;
    private final AtomicLong waiting = new AtomicLong();

    Metered(Tag channel) {
      messages =
          registry.counter(
              MetricMetadata.of("tradewind_channel_messages_total", "messages handled"),
              service,
              channel);
      batchSize =
          registry.histogram(
              MetricMetadata.of("tradewind_channel_batch_size", "messages in one transaction"),
              service,
              channel);
      retries =
          registry.counter(
              MetricMetadata.of(
                  "tradewind_channel_retries_total", "batches rolled back and tried again"),
              service,
              channel);
      parkings =
          registry.counter(
              MetricMetadata.of(
                  "tradewind_channel_parked_total", "messages parked with their cause"),
              service,
              channel);
      registry.gauge(
          MetricMetadata.of(
              "tradewind_parked_messages",
              "messages that wait in the parking table, counted up to 10,000"),
          waiting,
          AtomicLong::get,
          service,
          channel);
    }

    @Override
    public void handled(int count) {
      messages.inc(count);
      batchSize.update(count);
    }

    @Override
    public void retried() {
      retries.inc();
    }

    @Override
    public void parked() {
      parkings.inc();
    }

    @Override
    public void waiting(long count) {
      waiting.set(count);
    }
  }
}
