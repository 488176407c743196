package io.tradewind.client;

import java.time.Instant;
import java.util.UUID;

/** What the payment provider was asked and has not told. */
public record OpenPayment(
    UUID orderId,
    UUID commandId,
    String kind,
    int attempts,
    String failure,
    boolean attention,
    Instant requestedAt) {}
