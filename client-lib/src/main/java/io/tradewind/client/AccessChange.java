package io.tradewind.client;

import java.util.List;

/** What an administrator changes of an account; null stays as it is. */
public record AccessChange(List<String> roles, Boolean active) {}
