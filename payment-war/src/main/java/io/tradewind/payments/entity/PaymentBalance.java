package io.tradewind.payments.entity;

/**
 * Where one payment stands in somebody's books; amounts in minor units.
 *
 * @param held authorised, and neither captured nor voided
 * @param captured ever
 * @param refunded ever
 * @param byHand the part of it that people gave back where the provider does not see it
 * @param words for a report
 */
public record PaymentBalance(
    boolean held, long authorised, long captured, long refunded, long byHand, String words) {

  /** In our own books; null for a payment that was never heard of. */
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

  /** What is in the merchant's hands. */
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
