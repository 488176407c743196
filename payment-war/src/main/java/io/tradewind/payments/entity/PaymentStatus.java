package io.tradewind.payments.entity;

/** The status of a payment. */
public enum PaymentStatus {
  /** The provider has confirmed nothing yet. */
  REQUESTED,
  /** The total is authorised. */
  AUTHORIZED,
  /** The provider refused the authorisation for good. */
  DECLINED,
  /** Money was captured, and not all of it was refunded. */
  CAPTURED,
  /** Nothing is authorised and nothing ever will be. */
  VOIDED,
  /** Everything that was captured was refunded. */
  REFUNDED
}
