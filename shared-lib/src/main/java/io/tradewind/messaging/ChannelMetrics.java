package io.tradewind.messaging;

/** What is worth counting of a channel. */
interface ChannelMetrics {

  /** A batch of this many messages is done. */
  void handled(int messages);

  /** A batch was rolled back and will be tried again, whole or in parts. */
  void retried();

  /** A message was parked with its cause. */
  void parked();

  /** How many messages of the channel wait in the parking table. */
  void waiting(long messages);
}
