package io.tradewind.payments.control;

/**
 * Operations that have not ended.
 *
 * @param unknown of these, the ones whose last call brought no answer
 * @param attention of these, the ones that a person should look at
 */
public record OpenWork(long open, long unknown, long attention) {}
