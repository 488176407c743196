package io.tradewind.orders.control;

import java.time.Instant;
import java.util.UUID;

/**
 * What this service has told and its database does not know any more, because it was restored to an
 * earlier time.
 *
 * @param type such as {@code OrderPlaced.v1}
 * @param at when it was told
 * @param event the message as it was told, in JSON
 */
public record LostEvent(UUID orderId, String type, Instant at, String event) {}
