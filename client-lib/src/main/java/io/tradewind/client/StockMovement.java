package io.tradewind.client;

import java.time.Instant;
import java.util.UUID;

/**
 * One change of stock.
 *
 * @param seq counts from 1 per SKU
 * @param units signed for an adjustment, positive otherwise
 * @param orderId null for an adjustment
 * @param actor who adjusted, or null
 * @param reason of an adjustment, or null
 */
public record StockMovement(
    long seq,
    String type,
    long units,
    long onHand,
    long reserved,
    UUID orderId,
    UUID actor,
    String reason,
    Instant at) {}
