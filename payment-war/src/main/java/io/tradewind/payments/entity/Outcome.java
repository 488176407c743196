package io.tradewind.payments.entity;

/** How an operation ended. Once there is one it never changes: it is the stored answer. */
public enum Outcome {
  AUTHORIZED,
  DECLINED,
  CAPTURED,
  CAPTURE_FAILED,
  VOIDED,
  REFUNDED
}
