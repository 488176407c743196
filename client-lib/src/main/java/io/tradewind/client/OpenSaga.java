package io.tradewind.client;

import java.time.Instant;
import java.util.UUID;

/**
 * A saga that waits for an answer.
 *
 * @param step the command that is not answered
 * @param attempts how often it was sent
 * @param attention it was sent so often that a person should look
 * @param parked its answers are held back behind a message that could not be handled
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
