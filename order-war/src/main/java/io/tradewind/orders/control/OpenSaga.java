package io.tradewind.orders.control;

import io.tradewind.orders.entity.OrderStatus;
import io.tradewind.orders.entity.SagaCommand;
import java.time.Instant;
import java.util.UUID;

/**
 * A saga that waits for an answer, as operators see it.
 *
 * @param step the command that is not answered
 * @param attempts how often it was sent
 * @param attention it was sent so often that a person should look
 * @param parked its answers are held back behind a message that could not be handled
 */
public record OpenSaga(
    UUID orderId,
    OrderStatus status,
    SagaCommand step,
    UUID commandId,
    Instant sentAt,
    int attempts,
    boolean attention,
    boolean parked) {}
