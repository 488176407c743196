package io.tradewind.client;

import java.util.List;

/**
 * What a call may need.
 *
 * @param roles those that are made of it among others
 */
public record Permission(String name, String description, List<String> roles) {}
