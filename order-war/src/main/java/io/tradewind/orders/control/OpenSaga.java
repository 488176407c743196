package io.tradewind.orders.control;

import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A saga that waits for an answer, as operators see it.
 *
 * @param step the command without an answer
 * @param status as stored, which may be one that only a newer version knows
 * @param attempts how often it was sent
 * @param attention it was sent so often that an operator should look, or cannot be processed
 * @param parked its answers wait behind a parked message
 * @param failure why the order cannot be processed; otherwise null
 */
public record OpenSaga(
    UUID orderId,
    @Schema(ref = "OrderStatus") String status,
    @Schema(ref = "SagaCommand") String step,
    UUID commandId,
    Instant sentAt,
    int attempts,
    boolean attention,
    boolean parked,
    @Schema(nullable = true) String failure) {}
