package io.tradewind.payments.entity;

/** What an order may ask of its payment. */
public enum OperationKind {
  AUTHORIZE,
  CAPTURE,
  VOID,
  REFUND;

  /** Whether it takes something back, which must succeed however long it takes. */
  public boolean undoes() {
    return this == VOID || this == REFUND;
  }
}
