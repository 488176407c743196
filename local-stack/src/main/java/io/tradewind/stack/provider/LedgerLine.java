package io.tradewind.stack.provider;

import java.time.Instant;

/**
 * One line of the ledger: an operation with its final result.
 *
 * @param seq counts from 1 without gaps
 * @param key the merchant's idempotency key
 * @param payment the merchant's name of the payment
 * @param amount minor units that moved; 0 when nothing did
 * @param currency ISO 4217, or null when nothing had been authorised
 * @param method the payment method, on an authorisation only
 * @param asked the requested amount, so that a key is not used for two things
 * @param reason a stable word when refused, otherwise null
 */
record LedgerLine(
    long seq,
    Instant at,
    String key,
    String payment,
    Operation operation,
    long asked,
    long amount,
    String currency,
    String method,
    Result result,
    String reason) {

  enum Result {
    DONE,
    REFUSED
  }

  boolean isDone() {
    return result == Result.DONE;
  }
}
