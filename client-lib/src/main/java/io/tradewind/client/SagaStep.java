package io.tradewind.client;

/**
 * What an operator does about a step of a saga.
 *
 * @param step such as VOID_PAYMENT; null, where it may be, for all that the saga waits for
 * @param reason 1 to 200 characters
 */
public record SagaStep(String step, String reason) {}
