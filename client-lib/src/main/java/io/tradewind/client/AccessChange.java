package io.tradewind.client;

import java.util.List;

/**
 * What an administrator changes of an account; null stays as it is. The next access token tells:
 * the present one stays what it is for at most ten minutes.
 */
public record AccessChange(
    List<String> roles, Boolean active, List<String> groups, String reason) {}
