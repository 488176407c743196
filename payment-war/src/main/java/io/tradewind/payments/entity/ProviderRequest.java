package io.tradewind.payments.entity;

import java.util.UUID;

/**
 * One call to the provider.
 *
 * @param commandId the operation for which it is made
 * @param action what the provider is to do, which for a compensation may differ from the command
 * @param key the provider key: the same for every attempt, so that it is executed once
 * @param amount minor units; 0 for a void
 * @param attempt counts from 1; above 1 an earlier call may have been executed
 * @param traceparent W3C trace context of the command, or null
 */
public record ProviderRequest(
    UUID orderId,
    UUID commandId,
    OperationKind action,
    String key,
    long amount,
    String currency,
    String paymentMethod,
    int attempt,
    String traceparent) {}
