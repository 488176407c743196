package io.tradewind.messaging;

/**
 * A bean that does what a channel's messages need before their transaction begins, such as a call
 * of another system.
 */
public interface BatchPreparation {

  String channel();

  /**
   * Called once for each batch that the channel receives while none of its messages is parked, on
   * the channel's thread and outside of a transaction. It should return within a fraction of a
   * second. Its messages may be handled afterwards in one transaction, in several, or not at all.
   */
  void prepare(Batch<?> batch);
}
