package io.tradewind.inventory.entity;

/** Why stock changed. */
public enum MovementType {
  /** Staff counted, received or wrote off units: on hand changes by the signed number. */
  ADJUSTMENT,
  /** Units were reserved for an order. */
  RESERVE,
  /** Units are no longer reserved. */
  RELEASE,
  /** Reserved units left the stock. */
  SHIP,
  /** Shipped units are in stock again. */
  RESTOCK
}
