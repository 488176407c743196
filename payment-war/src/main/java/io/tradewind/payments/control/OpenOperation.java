package io.tradewind.payments.control;

import java.time.Instant;
import java.util.UUID;

/**
 * An unfinished operation in a list; text fields, because a newer version may have written unknown
 * values.
 *
 * @param failure the result of the last attempt
 */
public record OpenOperation(
    UUID orderId,
    UUID commandId,
    String kind,
    Instant requestedAt,
    int attempts,
    boolean attention,
    String failure) {}
