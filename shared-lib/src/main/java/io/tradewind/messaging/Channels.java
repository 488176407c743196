package io.tradewind.messaging;

import jakarta.enterprise.context.ApplicationScoped;

/** The incoming channels of this service. */
@ApplicationScoped
public class Channels {

  /** Records that this replica's partitions of the channel have not handled yet. */
  public long lag(String channel) {
    throw new UnsupportedOperationException("channels not wired");
  }
}
