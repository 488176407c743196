package io.tradewind.client;

import java.time.Instant;

/**
 * A difference between the payment provider's ledger and ours, and its state.
 *
 * @param payment its name at the provider, which is the order's id
 * @param status WAITING, CORRECTING, CORRECTED or IMPOSSIBLE
 * @param action VOID or REFUND; null when nothing was requested
 * @param amount what was refunded; null when nothing was
 * @param detail why it could not be corrected, or not yet
 * @param correctable whether the provider could make both sides agree
 * @param decision CORRECT or LEAVE, an operator's decision; null while there is none
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
