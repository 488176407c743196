package io.tradewind.payments.entity;

/** The state of a difference between the two ledgers. */
public enum DifferenceStatus {
  /** Operations here are still in progress; it is examined again. */
  WAITING,
  /** The provider is being asked to correct it and may have done so. */
  CORRECTING,
  /** The provider has confirmed it. */
  CORRECTED,
  /** The right correction is unknown here: an operator has to decide. */
  IMPOSSIBLE
}
