package io.tradewind.messaging;

/** The channel is stopping: what is not done now will come again. */
final class ChannelDown extends RuntimeException {

  private static final long serialVersionUID = 1L;

  ChannelDown() {
    super("the channel is stopping", null, false, false);
  }
}
