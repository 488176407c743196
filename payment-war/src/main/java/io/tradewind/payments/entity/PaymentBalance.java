package io.tradewind.payments.entity;

/**
 * The balance of one payment in either ledger; amounts in minor units.
 *
 * @param held authorised, and neither captured nor voided
 * @param captured ever
 * @param refunded ever
 * @param byHand the part of it that people refunded outside of the provider
 * @param words for a report
 */
public record PaymentBalance(
    boolean held, long authorised, long captured, long refunded, long byHand, String words) {

  /** In our own ledger; null for an unknown payment. */
  public static PaymentBalance ours(Payment payment) {
    return payment == null
        ? new PaymentBalance(false, 0, 0, 0, 0, "UNKNOWN")
        : new PaymentBalance(
            payment.status() == PaymentStatus.AUTHORIZED,
            payment.authorised(),
            payment.captured(),
            payment.refunded(),
            payment.refundedByHand(),
            payment.status().name());
  }

  /** What the merchant holds. */
  public long taken() {
    return captured - refunded;
  }

  /** For a report. */
  public String described() {
    return "%s, authorised %d, captured %d, refunded %d"
            .formatted(words, authorised, captured, refunded)
        + (byHand > 0 ? ", of it by hand " + byHand : "");
  }
}
