package io.tradewind.orders.control;

import java.time.Instant;
import java.util.UUID;

/**
 * An event that this service has published and its database no longer contains, because it was
 * restored to an earlier time.
 *
 * @param type such as {@code OrderPlaced.v1}
 * @param at when it was published
 * @param event the published message, in JSON
 */
public record LostEvent(UUID orderId, String type, Instant at, String event) {}
