package io.tradewind.payments.entity;

/** How an operation ended. It never changes: it is the stored answer. */
public enum Outcome {
  AUTHORIZED,
  DECLINED,
  CAPTURED,
  CAPTURE_FAILED,
  VOIDED,
  REFUNDED
}
