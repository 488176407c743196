package io.tradewind.client;

import java.time.Instant;
import java.util.UUID;

/**
 * What orders has told and its restored database does not know.
 *
 * @param type what was told, such as {@code OrderPlaced.v1}
 * @param at when it was told
 */
public record LostEvent(UUID orderId, String type, Instant at) {}
