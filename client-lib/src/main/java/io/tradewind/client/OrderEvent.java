package io.tradewind.client;

import java.time.Instant;
import java.util.Map;

/**
 * One event in the history of an order.
 *
 * @param seq counts from 1
 */
public record OrderEvent(long seq, String type, Instant at, Map<String, Object> data) {}
