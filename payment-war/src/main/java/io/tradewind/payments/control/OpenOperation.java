package io.tradewind.payments.control;

import java.time.Instant;
import java.util.UUID;

/**
 * An operation that has not ended, for a list: as text where a newer version may have written what
 * this one does not know.
 *
 * @param failure what the last attempt came to
 */
public record OpenOperation(
    UUID orderId,
    UUID commandId,
    String kind,
    Instant requestedAt,
    int attempts,
    boolean attention,
    String failure) {}
