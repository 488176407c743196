package io.tradewind.inventory.entity;

/** Why stock changed. */
public enum MovementType {
  /** Staff counted, received or wrote off units: on hand changes by the signed number. */
  ADJUSTMENT,
  /** Units are held for an order. */
  RESERVE,
  /** Units are held no longer. */
  RELEASE,
  /** Held units left the shelf. */
  SHIP,
  /** Shipped units are back on the shelf. */
  RESTOCK
}
