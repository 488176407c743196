package io.tradewind.client;

import java.util.List;
import java.util.UUID;

/**
 * The orders whose lost events are written off.
 *
 * @param orders 1 to 1000
 * @param reason 1 to 200 characters
 */
public record WriteOff(List<UUID> orders, String reason) {}
