package io.tradewind.orders.control;

import io.tradewind.messaging.Channels;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Whether answers may still lie at the broker. It is asked between the sweeps, because nothing
 * remote is waited for inside a transaction, and only about channels that somebody has doubts
 * about, because it costs a connection.
 */
@ApplicationScoped
public class PendingReplies {

  private record Look(boolean nothingLeft, Instant at) {}

  private final Channels channels;
  private final Set<String> doubted = ConcurrentHashMap.newKeySet();
  private final Map<String, Look> looks = new ConcurrentHashMap<>();

  /** Needed by the CDI proxy. */
  PendingReplies() {
    this(null);
  }

  @Inject
  PendingReplies(Channels channels) {
    this.channels = channels;
  }

  /** By a look since that instant; where there was none, nothing is sure until the next. */
  boolean noneIn(String channel, Instant since) {
    Look last = looks.get(channel);
    if (last == null || last.at().isBefore(since)) {
      doubted.add(channel);
      return false;
    }
    return last.nothingLeft();
  }

  /** Asks the broker about every channel that is doubted. */
  public void check() {
    for (String channel : doubted) {
      doubted.remove(channel);
      looks.put(channel, new Look(channels.caughtUp(channel), Instant.now()));
    }
  }
}
