package io.tradewind.contracts.payments;

import java.util.UUID;

/**
 * The provider refused the authorisation.
 *
 * @param reason a stable word, such as {@code card-declined}
 */
public record PaymentDeclined(UUID orderId, UUID commandId, String reason)
    implements PaymentEvent {}
