package io.tradewind.payments.entity;

/** What an operator says about a difference. */
public enum CorrectionDecision {
  /** The provider is asked for what makes both sides agree. */
  CORRECT,
  /** It is known and stays as it is. */
  LEAVE
}
