package io.tradewind.orders.control;

import io.tradewind.messaging.Channels;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Whether the broker may still have unread answers. It is queried between transactions, because
 * none waits for a remote call, and only for channels in doubt, because a query costs a connection.
 */
@ApplicationScoped
public class PendingReplies {

  private record Look(boolean nothingLeft, Instant at) {}

  @Inject Channels channels;
  private final Set<String> doubted = ConcurrentHashMap.newKeySet();
  private final Map<String, Look> looks = new ConcurrentHashMap<>();

  /** According to a check since that instant; without one nothing is certain until the next. */
  boolean noneIn(String channel, Instant since) {
    Look last = looks.get(channel);
    if (last == null || last.at().isBefore(since)) {
      doubted.add(channel);
      return false;
    }
    return last.nothingLeft();
  }

  /** Queries the broker for every channel in doubt. */
  public void check() {
    for (String channel : doubted) {
      doubted.remove(channel);
      looks.put(channel, new Look(channels.caughtUp(channel), Instant.now()));
    }
  }
}
