package io.tradewind.client;

import java.util.List;

/**
 * One page of a list.
 *
 * @param next the cursor of the next page, or null when this is the last
 */
public record Page<T>(List<T> items, String next) {}
