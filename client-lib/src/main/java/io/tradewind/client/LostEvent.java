package io.tradewind.client;

import java.time.Instant;
import java.util.UUID;

/**
 * An event that orders has published and its restored database does not contain.
 *
 * @param type such as {@code OrderPlaced.v1}
 * @param at when it was published
 */
public record LostEvent(UUID orderId, String type, Instant at) {}
