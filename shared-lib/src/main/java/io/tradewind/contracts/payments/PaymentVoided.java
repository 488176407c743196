package io.tradewind.contracts.payments;

import java.util.UUID;

/** Nothing is held, nothing will be, and what had been captured was given back. */
public record PaymentVoided(UUID orderId, UUID commandId) implements PaymentEvent {}
