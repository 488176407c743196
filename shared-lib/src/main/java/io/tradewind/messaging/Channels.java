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

/** The incoming channels of this service, from the application's start to its stop. */
@ApplicationScoped
public class Channels {

  /**
   * A batch in hand may finish within this. Liberty itself waits 30 s for an application to stop,
   * and the desks (10 s) and the relay need theirs.
   */
  private static final Duration PATIENCE_AT_STOP = Duration.ofSeconds(12);

  @Resource(lookup = "java:comp/DefaultManagedThreadFactory")
  private ManagedThreadFactory threads;

  private final Map<String, IncomingChannel> byName = new ConcurrentHashMap<>();
  private final Map<String, BooleanSupplier> caughtUp = new ConcurrentHashMap<>();
  private final Instance<ReplayFromStart> replays;
  private volatile boolean started;

  /** For the proxy alone. */
  Channels() {
    this(null);
  }

  @Inject
  Channels(Instance<ReplayFromStart> replays) {
    this.replays = replays;
  }

  /**
   * Whether all replicas together have handled everything that is at the broker; false when nobody
   * can say. It is asked there and then: not inside a transaction, and not often.
   */
  public boolean caughtUp(String channel) {
    return caughtUp.getOrDefault(channel, () -> false).getAsBoolean();
  }

  /** How a connector answers {@link #caughtUp} for one of its channels. */
  public void caughtUpWhen(String channel, BooleanSupplier nothingIsLeft) {
    caughtUp.put(channel, nothingIsLeft);
  }

  /** Whether somebody needs everything that the channel ever carried. */
  boolean everythingIsNeeded(String channel) {
    return replays.stream().anyMatch(replay -> replay.channel().equals(channel));
  }

  /** Takes a channel in; it waits for the application to start. */
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
