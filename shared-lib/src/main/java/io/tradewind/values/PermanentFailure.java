package io.tradewind.values;

/**
 * What an exception is when the same facts give the same answer for ever, such as a message that an
 * order's status refuses: trying again changes nothing, and nobody waits for it.
 */
public interface PermanentFailure {}
