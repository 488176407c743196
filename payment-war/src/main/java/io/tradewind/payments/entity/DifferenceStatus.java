package io.tradewind.payments.entity;

/** How far a difference between two ledgers has been dealt with. */
public enum DifferenceStatus {
  /** Something of it is still being asked here; it is looked at again. */
  WAITING,
  /** The provider is being asked to correct it; it may have done so. */
  CORRECTING,
  /** The provider has confirmed it. */
  CORRECTED,
  /** Nobody here can say what is right: a person has to. */
  IMPOSSIBLE
}
