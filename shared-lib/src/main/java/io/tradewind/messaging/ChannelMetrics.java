package io.tradewind.messaging;

/** The metrics of one channel. */
interface ChannelMetrics {

  /** A batch of this many messages was handled. */
  void handled(int messages);

  /** A batch was rolled back and will be retried, whole or in parts. */
  void retried();

  /** A message was parked with its cause. */
  void parked();

  /** The number of messages of this channel in the parking table. */
  void waiting(long messages);
}
