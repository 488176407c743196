package io.tradewind.contracts.payments;

import java.util.UUID;

/**
 * The provider refused the capture for good.
 *
 * @param reason a stable word, such as {@code capture-failed}
 */
public record CaptureFailed(UUID orderId, UUID commandId, String reason) implements PaymentEvent {}
