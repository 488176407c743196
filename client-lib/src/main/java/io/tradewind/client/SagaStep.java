package io.tradewind.client;

/**
 * An operator's action on a step of a saga.
 *
 * @param step such as VOID_PAYMENT; null, where allowed, for all that the saga waits for
 * @param reason 1 to 200 characters
 */
public record SagaStep(String step, String reason) {}
