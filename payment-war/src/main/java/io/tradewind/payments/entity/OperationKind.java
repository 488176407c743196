package io.tradewind.payments.entity;

/** The operations on an order's payment. */
public enum OperationKind {
  AUTHORIZE,
  CAPTURE,
  VOID,
  REFUND;

  /** Whether it is a compensation, which must succeed however long it takes. */
  public boolean undoes() {
    return this == VOID || this == REFUND;
  }
}
