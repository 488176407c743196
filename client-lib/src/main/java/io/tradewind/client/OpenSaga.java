package io.tradewind.client;

import java.time.Instant;
import java.util.UUID;

/**
 * A saga that waits for an answer.
 *
 * @param step the command without an answer
 * @param attempts how often it was sent
 * @param attention whether it was sent so often that an operator should look
 * @param parked whether its answers wait behind a parked message
 */
public record OpenSaga(
    UUID orderId,
    String status,
    String step,
    UUID commandId,
    Instant sentAt,
    int attempts,
    boolean attention,
    boolean parked) {}
