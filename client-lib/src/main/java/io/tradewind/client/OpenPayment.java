package io.tradewind.client;

import java.time.Instant;
import java.util.UUID;

/** An operation without an answer from the payment provider. */
public record OpenPayment(
    UUID orderId,
    UUID commandId,
    String kind,
    int attempts,
    String failure,
    boolean attention,
    Instant requestedAt) {}
