package io.tradewind.payments.boundary;

import io.tradewind.payments.control.OpenOperation;
import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * An operation without an answer from the provider.
 *
 * @param attention whether it has failed for so long that an operator should look
 * @param failure the result of the last call
 */
record OpenOperationView(
    UUID orderId,
    UUID commandId,
    String kind,
    Instant requestedAt,
    int attempts,
    boolean attention,
    @Schema(nullable = true) String failure) {

  static OpenOperationView of(OpenOperation operation) {
    return new OpenOperationView(
        operation.orderId(),
        operation.commandId(),
        operation.kind(),
        operation.requestedAt(),
        operation.attempts(),
        operation.attention(),
        operation.failure());
  }
}
