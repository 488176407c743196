package io.tradewind.messaging;

import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;

/** The incoming channels of this service, from the start of the application to its stop. */
@ApplicationScoped
public class Channels {

  /**
   * A running batch may finish within this time. Liberty waits 30 s for an application to stop, and
   * the threads that place orders and call the provider (10 s) and the relay need their share.
   */
  private static final Duration PATIENCE_AT_STOP = Duration.ofSeconds(12);

  @Resource(lookup = "java:comp/DefaultManagedThreadFactory")
  ManagedThreadFactory threads;

  private final Map<String, IncomingChannel> byName = new ConcurrentHashMap<>();
  private final Map<String, BooleanSupplier> caughtUp = new ConcurrentHashMap<>();
  @Inject Instance<ReadsFromFirstRecord> replays;
  @Inject Instance<BatchPreparation> preparations;
  private volatile boolean started;

  /**
   * Whether the replicas together have handled everything that the broker has; false when this is
   * unknown. It asks the broker, so call it rarely and outside transactions.
   */
  public boolean caughtUp(String channel) {
    return caughtUp.getOrDefault(channel, () -> false).getAsBoolean();
  }

  /** Sets how a connector answers {@link #caughtUp} for one of its channels. */
  public void caughtUpWhen(String channel, BooleanSupplier nothingIsLeft) {
    caughtUp.put(channel, nothingIsLeft);
  }

  /** Whether a bean needs every message that the channel ever had. */
  boolean everythingIsNeeded(String channel) {
    return replays.stream().anyMatch(replay -> replay.channel().equals(channel));
  }

  void prepare(String channel, Batch<?> batch) {
    for (BatchPreparation preparation : preparations) {
      if (preparation.channel().equals(channel)) {
        preparation.prepare(batch);
      }
    }
  }

  /** Adds a channel, which waits for the application to start. */
  void open(IncomingChannel channel) {
    byName.put(channel.name(), channel);
    Thread thread = threads.newThread(channel);
    thread.setName("channel-" + channel.name());
    thread.start();
    if (started) {
      channel.start();
    }
  }

  void startAll() {
    started = true;
    byName.values().forEach(IncomingChannel::start);
  }

  void stopAll() {
    IncomingChannel.stop(byName.values(), PATIENCE_AT_STOP);
  }

  Collection<IncomingChannel> all() {
    return byName.values();
  }
}
