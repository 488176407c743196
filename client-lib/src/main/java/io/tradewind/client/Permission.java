package io.tradewind.client;

import java.util.List;

/**
 * A permission that calls require.
 *
 * @param roles those that include it
 */
public record Permission(String name, String description, List<String> roles) {}
