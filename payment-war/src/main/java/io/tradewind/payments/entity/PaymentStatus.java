package io.tradewind.payments.entity;

/** How far a payment has come. */
public enum PaymentStatus {
  /** Nothing has been confirmed by the provider yet. */
  REQUESTED,
  /** The total is held. */
  AUTHORIZED,
  /** The provider refused to hold it, for good. */
  DECLINED,
  /** Money was taken, and not all of it was given back. */
  CAPTURED,
  /** Nothing is held and nothing ever will be. */
  VOIDED,
  /** Everything that was taken was given back. */
  REFUNDED
}
