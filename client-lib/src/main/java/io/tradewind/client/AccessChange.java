package io.tradewind.client;

import java.util.List;

/**
 * An administrator's change of an account; null leaves a value unchanged. It takes effect with the
 * next access token, within ten minutes.
 */
public record AccessChange(
    List<String> roles, Boolean active, List<String> groups, String reason) {}
