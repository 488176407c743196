package io.tradewind.contracts.payments;

import java.util.UUID;

/** The payment was undone: nothing is or will be authorised, and what was captured was refunded. */
public record PaymentVoided(UUID orderId, UUID commandId) implements PaymentEvent {}
