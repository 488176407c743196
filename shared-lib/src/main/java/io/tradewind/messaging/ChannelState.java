package io.tradewind.messaging;

import io.tradewind.database.Causes;
import java.util.Optional;

/** Whether a channel works, or is down because of a system fault that an operator has to repair. */
final class ChannelState {

  private static final System.Logger LOG = System.getLogger(ChannelState.class.getName());

  private final String channel;
  private volatile String reason;

  ChannelState(String channel) {
    this.channel = channel;
  }

  /** Why the channel is down; empty while it works. */
  Optional<String> downBecause() {
    return Optional.ofNullable(reason);
  }

  /** Logs the first failure, with what to do about it. */
  void down(String advice, Throwable failure) {
    String cause = Causes.innermost(failure).toString();
    if (reason == null) {
      LOG.log(
          System.Logger.Level.ERROR,
          "%s: down, parks nothing and goes on by itself when this is repaired: %s: %s"
              .formatted(channel, advice, cause),
          failure);
    }
    reason = advice + ": " + cause;
  }

  void up() {
    if (reason != null) {
      reason = null;
      LOG.log(System.Logger.Level.INFO, "{0}: works again", channel);
    }
  }
}
