package io.tradewind.client;

import java.util.List;

/**
 * An operator's decision on differences with the payment provider.
 *
 * @param payments the payments to decide on, or null for all undecided ones
 * @param decision CORRECT asks the provider for what makes both sides agree; LEAVE keeps the
 *     difference
 * @param atMost the most differences to decide on when none are named, 1 to 1000; more are refused
 * @param reason 1 to 200 characters
 */
public record Decisions(List<String> payments, String decision, Integer atMost, String reason) {}
