package io.tradewind.payments.entity;

/** An operator's decision on a difference. */
public enum CorrectionDecision {
  /** Ask the provider for what makes both sides agree. */
  CORRECT,
  /** Known, and left as it is. */
  LEAVE
}
