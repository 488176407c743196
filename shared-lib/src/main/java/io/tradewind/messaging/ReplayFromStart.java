package io.tradewind.messaging;

/** A bean that may ask for a channel to start from the first record again. */
public interface ReplayFromStart {

  String channel();

  /** Asked once, when the channel's partitions are first assigned. */
  boolean needed();
}
