package io.tradewind.messaging;

/** The channel is stopping; messages that are not handled now are delivered again. */
final class ChannelStopping extends RuntimeException {

  private static final long serialVersionUID = 1L;

  ChannelStopping() {
    super("the channel is stopping", null, false, false);
  }
}
