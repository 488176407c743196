package io.tradewind.client;

import java.util.List;
import java.util.UUID;

/**
 * Which orders' lost events are let go.
 *
 * @param orders 1 to 1000
 * @param reason 1 to 200 characters
 */
public record WriteOff(List<UUID> orders, String reason) {}
