package io.tradewind.orders.entity;

/** Where an order stands. The names are part of the outward contract. */
public enum OrderStatus {
  /** Before its first event; never stored. */
  NEW(false),
  AUTHORIZING(false),
  RESERVING(false),
  /** The pivot: what happens to the money from here on is retried forward, never given up. */
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

  /** Nothing will change until somebody asks for it: a waiting client is answered. */
  public boolean settled() {
    return settled;
  }
}
