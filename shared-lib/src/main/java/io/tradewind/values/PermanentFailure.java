package io.tradewind.values;

/**
 * A failure that is the same whenever it is retried, such as a message that an order's status
 * refuses. It is not retried.
 */
public interface PermanentFailure {}
