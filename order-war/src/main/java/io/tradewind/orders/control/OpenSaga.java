package io.tradewind.orders.control;

import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A saga that waits for an answer, as operators see it.
 *
 * @param step the command that is not answered
 * @param status as it is stored, which may be one that only a newer version knows
 * @param attempts how often it was sent
 * @param attention it was sent so often that a person should look, or cannot be looked at
 * @param parked its answers are held back behind a message that could not be handled
 * @param failure why the order cannot be looked at; null while it can
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
