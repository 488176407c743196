package io.tradewind.orders.entity;

/** The status of an order. The names are part of the public contract. */
public enum OrderStatus {
  /** Before its first event; never stored. */
  NEW(false),
  AUTHORIZING(false),
  RESERVING(false),
  /** The pivot: from here on payment steps are retried forward, never given up. */
  CAPTURING(false),
  CONFIRMED(true),
  SHIPPED(true),
  DELIVERED(true),
  REJECTING(false),
  CANCELLING(false),
  RETURNING(false),
  REJECTED(true),
  CANCELLED(true),
  RETURNED(true);

  private final boolean settled;

  OrderStatus(boolean settled) {
    this.settled = settled;
  }

  /** The order waits for nothing but new requests, so a waiting client is answered. */
  public boolean settled() {
    return settled;
  }
}
