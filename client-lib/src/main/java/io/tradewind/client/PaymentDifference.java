package io.tradewind.client;

import java.time.Instant;

/**
 * Where the payment provider's ledger and ours differ, and what became of it.
 *
 * @param payment its name at the provider, which is the order's id
 * @param status WAITING, CORRECTING, CORRECTED or IMPOSSIBLE
 * @param action VOID or REFUND; null when nothing was asked
 * @param amount what was given back; null when nothing was
 * @param detail why it could not be corrected, or not yet
 * @param correctable whether the provider could be asked for what makes both sides agree
 * @param decision CORRECT or LEAVE, as an operator has said; null when nobody has
 */
public record PaymentDifference(
    String payment,
    String status,
    String action,
    Money amount,
    String ours,
    String theirs,
    String detail,
    int attempts,
    Instant foundAt,
    Instant lookedAt,
    boolean correctable,
    String decision) {}
