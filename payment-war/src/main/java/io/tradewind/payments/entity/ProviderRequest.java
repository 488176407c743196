package io.tradewind.payments.entity;

import java.util.UUID;

/**
 * One call of the provider.
 *
 * @param commandId the operation on whose behalf it is made
 * @param action what the provider is to do, which after an undo differs from what was commanded
 * @param key the provider key: the same for every attempt, so that it is acted on once
 * @param amount minor units; 0 for a void
 * @param attempt counts from 1; above 1 an earlier call may have been acted on
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
